package dev.vigil.relay;

import java.util.concurrent.atomic.AtomicLong;

/** A number that one thread counts up, and any thread may read. */
final class Tally {
    private final AtomicLong value = new AtomicLong();

    void add(long amount) {
        value.lazySet(value.getPlain() + amount);
    }

    long get() {
        return value.get();
    }
}
