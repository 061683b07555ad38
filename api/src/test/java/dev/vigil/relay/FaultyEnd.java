package dev.vigil.relay;

import dev.vigil.EventHandler;
import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Registration;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/** An end that asks somebody before each call, who may throw. What it wraps is closed all the same. */
final class FaultyEnd implements RelayEnd {
    private final RelayEnd end;
    private final Runnable before;
    private final AtomicInteger closings = new AtomicInteger();

    FaultyEnd(RelayEnd end, Runnable before) {
        this.end = end;
        this.before = before;
    }

    /** How often it was asked to close, in whatever way. */
    int closings() {
        return closings.get();
    }

    @Override
    public Registration register(EventSource source, Interest interest, EventHandler handler) throws IOException {
        before.run();
        return end.register(source, interest, handler);
    }

    @Override
    public boolean canRead() {
        before.run();
        return end.canRead();
    }

    @Override
    public boolean canWrite() {
        before.run();
        return end.canWrite();
    }

    @Override
    public RelayPipe.Factory pipes(RelayEnd to) {
        before.run();
        return null;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        before.run();
        return end.read(target);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        before.run();
        return end.write(source);
    }

    @Override
    public boolean endOutput() throws IOException {
        before.run();
        return end.endOutput();
    }

    @Override
    public boolean deliverFirst() throws IOException {
        before.run();
        return end.deliverFirst();
    }

    @Override
    public void close() throws IOException {
        closings.incrementAndGet();
        end.close();
        before.run();
    }

    @Override
    public void abort() throws IOException {
        closings.incrementAndGet();
        end.abort();
        before.run();
    }

    @Override
    public String toString() {
        before.run();
        return end.toString();
    }
}
