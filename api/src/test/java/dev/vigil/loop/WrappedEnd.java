package dev.vigil.loop;

import dev.vigil.EventHandler;
import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Registration;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An end that does something else before it writes. */
final class WrappedEnd implements RelayEnd {
    private final RelayEnd end;
    private final Runnable beforeWrite;

    WrappedEnd(RelayEnd end, Runnable beforeWrite) {
        this.end = end;
        this.beforeWrite = beforeWrite;
    }

    @Override
    public Registration register(EventSource source, Interest interest, EventHandler handler) throws IOException {
        return end.register(source, interest, handler);
    }

    @Override
    public boolean canRead() {
        return end.canRead();
    }

    @Override
    public boolean canWrite() {
        return end.canWrite();
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return end.read(target);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        beforeWrite.run();
        return end.write(source);
    }

    @Override
    public boolean endOutput() throws IOException {
        return end.endOutput();
    }

    @Override
    public void close() throws IOException {
        end.close();
    }

    @Override
    public void abort() throws IOException {
        end.abort();
    }
}
