package dev.vigil.accept;

import dev.vigil.loop.EventLoop;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** Gives connections to the user's handler, takes them back from one that throws, and counts both. */
final class HandOver<C> {
    private final AcceptHandler<C> handler;

    /** Knows how to close what nobody took. */
    private final Listener<C> listener;

    private final AtomicLongArray handed;
    private final AtomicLong discarded = new AtomicLong();

    HandOver(AcceptHandler<C> handler, Listener<C> listener, int loops) {
        this.handler = handler;
        this.listener = listener;
        this.handed = new AtomicLongArray(loops);
    }

    /** On the thread of the loop, which is the one of that number. */
    void give(int number, EventLoop loop, C connection) throws IOException {
        try {
            handler.onAccept(loop, connection);
        } catch (Throwable e) {
            discardAfter(e, connection);
            throw e;
        }
        handed.incrementAndGet(number);
    }

    private void discardAfter(Throwable failure, C connection) {
        try {
            discard(connection);
        } catch (RuntimeException | Error e) {
            if (e != failure) {
                failure.addSuppressed(e);
            }
        }
    }

    void discard(C connection) {
        discarded.incrementAndGet();
        listener.discard(connection);
    }

    long handed(int loop) {
        return handed.get(loop);
    }

    long discarded() {
        return discarded.get();
    }
}
