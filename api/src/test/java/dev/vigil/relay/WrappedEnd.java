package dev.vigil.relay;

import dev.vigil.EventHandler;
import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Registration;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An end that does something else before it writes, before it closes, or before it says its name. */
final class WrappedEnd implements RelayEnd {
    private final RelayEnd end;
    private final Runnable beforeWrite;
    private final Runnable beforeClose;
    private final Runnable beforeName;

    private WrappedEnd(RelayEnd end, Runnable beforeWrite, Runnable beforeClose, Runnable beforeName) {
        this.end = end;
        this.beforeWrite = beforeWrite;
        this.beforeClose = beforeClose;
        this.beforeName = beforeName;
    }

    static WrappedEnd beforeWrite(RelayEnd end, Runnable action) {
        return new WrappedEnd(end, action, () -> {}, () -> {});
    }

    static WrappedEnd beforeClose(RelayEnd end, Runnable action) {
        return new WrappedEnd(end, () -> {}, action, () -> {});
    }

    static WrappedEnd beforeName(RelayEnd end, Runnable action) {
        return new WrappedEnd(end, () -> {}, () -> {}, action);
    }

    @Override
    public String toString() {
        beforeName.run();
        return end.toString();
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
