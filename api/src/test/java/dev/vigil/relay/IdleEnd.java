package dev.vigil.relay;

import dev.vigil.EventHandler;
import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Registration;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.util.concurrent.atomic.AtomicInteger;

/** An end without a descriptor, of which thousands cost nothing: never ready, and counted when it is closed. */
final class IdleEnd implements RelayEnd, Registration {
    private final AtomicInteger closed;
    private final boolean canRegister;
    private Interest interest = Interest.NONE;
    private EventSource source;

    IdleEnd(AtomicInteger closed, boolean canRegister) {
        this.closed = closed;
        this.canRegister = canRegister;
    }

    @Override
    public Registration register(EventSource newSource, Interest wanted, EventHandler handler) throws IOException {
        if (!canRegister) {
            throw new IOException("this end is watched by nobody");
        }
        interest = wanted;
        source = newSource;
        return this;
    }

    @Override
    public boolean canRead() {
        return true;
    }

    @Override
    public boolean canWrite() {
        return true;
    }

    @Override
    public int read(ByteBuffer target) {
        return 0;
    }

    @Override
    public int write(ByteBuffer source) {
        return 0;
    }

    @Override
    public boolean endOutput() {
        return true;
    }

    @Override
    public void close() {
        closed.incrementAndGet();
    }

    @Override
    public void abort() {
        closed.incrementAndGet();
    }

    @Override
    public void update(Interest wanted) {
        interest = wanted;
    }

    @Override
    public void rearm() {}

    @Override
    public void rotate() {}

    @Override
    public void cancel() {
        interest = Interest.NONE;
    }

    @Override
    public boolean isActive() {
        return interest != Interest.NONE;
    }

    @Override
    public Interest interest() {
        return interest;
    }

    @Override
    public int fd() {
        return -1;
    }

    @Override
    public SelectableChannel channel() {
        return null;
    }

    @Override
    public EventSource source() {
        return source;
    }

    @Override
    public long eventCount() {
        return 0;
    }
}
