package dev.vigil.relay;

import dev.vigil.EventHandler;
import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Registration;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An end that does something else before it writes, or before it closes. */
final class WrappedEnd implements RelayEnd {
    private final RelayEnd end;
    private final Runnable beforeWrite;
    private final Runnable beforeClose;

    private WrappedEnd(RelayEnd end, Runnable beforeWrite, Runnable beforeClose) {
        this.end = end;
        this.beforeWrite = beforeWrite;
        this.beforeClose = beforeClose;
    }

    static WrappedEnd beforeWrite(RelayEnd end, Runnable action) {
        return new WrappedEnd(end, action, () -> {});
    }

    static WrappedEnd beforeClose(RelayEnd end, Runnable action) {
        return new WrappedEnd(end, () -> {}, action);
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
        beforeClose.run();
        end.close();
    }

    @Override
    public void abort() throws IOException {
        beforeClose.run();
        end.abort();
    }
}
