package dev.vigil.bench.mechanism;

import java.io.Closeable;
import java.io.IOException;

/** A way to be told of ready descriptors. One thread uses it, but for {@link #wake}. */
public interface Mechanism extends Closeable {
    /** The version of what is behind it, as found at run time. */
    String version();

    /** Makes it ready to watch descriptors 0 to {@code capacity} - 1. */
    void open(int capacity) throws IOException;

    /** What can open descriptors that this mechanism can watch. */
    Pairs.Opener opener();

    /** Watches for READ, level-triggered. */
    void add(int index, Pair pair, ReadyHandler handler) throws IOException;

    /** Stops watching. A descriptor may be added again at once. */
    void remove(int index) throws IOException;

    /** Watches for READ, and for WRITE too if so asked. */
    void update(int index, boolean write) throws IOException;

    /** Has a descriptor that is watched told of once, until {@link #rearm}. Not everybody can. */
    default void oneShot(int index) throws IOException {
        throw new UnsupportedOperationException("no one-shots here");
    }

    /** Arms a one-shot again. */
    default void rearm(int index) throws IOException {
        throw new UnsupportedOperationException("no one-shots here");
    }

    /** One wait that does not block, and the handlers of what is ready. */
    void pollNow() throws IOException;

    /** One wait that blocks until something is ready or {@link #wake} is called, and the handlers. */
    void poll() throws IOException;

    /** One blocking wait that ends after a time. */
    void poll(long nanos) throws IOException;

    /** Ends a wait. Any thread may call it. */
    void wake();

    /** Says that a descriptor is being made ready. For the floor, which isn't notified but told. */
    default void told(int index) {}

    /** Says that everything told so far is still ready. */
    default void toldAgain() {}

    /** What it did so far. */
    Counters counters();

    /** A figure that it tells of itself, by name; -1 if it tells no such thing. */
    default long gauge(String name) {
        return -1;
    }

    /** Whether it watches anything at all, as all do but the floor. */
    default boolean isWatching() {
        return true;
    }

    @Override
    void close() throws IOException;
}
