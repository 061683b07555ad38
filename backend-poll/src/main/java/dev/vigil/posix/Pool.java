package dev.vigil.posix;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/**
 * Things that native calls need for their length, and that nobody uses now. All threads share them and their number is bounded:
 * so a thread that has ended, or a virtual one that waits, keeps nothing, and nothing outlives the class loader. For backends.
 *
 * <p>Takes no lock, and makes nothing while no more things are in use at once than it has places. Any thread may call anything
 * here.
 *
 * @param <T> what they are
 */
public final class Pool<T> {
    private static final int PLACES = 64;

    /** Threads begin at places of their own, a cache line apart. */
    private static final int STRIDE = 16;

    /** A thread that finds its own place taken looks at so many more. */
    private static final int LOOKS = 4;

    private final Supplier<? extends T> maker;
    private final AtomicReferenceArray<T> places = new AtomicReferenceArray<>(PLACES * STRIDE);

    /**
     * Makes an empty pool.
     *
     * @param maker makes one more, when there is none left
     */
    public Pool(Supplier<? extends T> maker) {
        this.maker = maker;
    }

    /**
     * Takes one out of the pool, or makes one.
     *
     * @return one that nobody else uses, in the state in which it was given
     */
    public T take() {
        int place = first();
        for (int look = 0; look < LOOKS; look++) {
            int at = (place + look) % PLACES * STRIDE;
            if (places.getPlain(at) != null) {
                T taken = places.getAndSet(at, null);
                if (taken != null) {
                    return taken;
                }
            }
        }
        return maker.get();
    }

    /**
     * Gives one back. If there is no place for it, it is left to the collector.
     *
     * @param given one that was taken, which the caller uses no more
     */
    public void give(T given) {
        int place = first();
        for (int look = 0; look < LOOKS; look++) {
            int at = (place + look) % PLACES * STRIDE;
            if (places.getPlain(at) == null) {
                // Two that give to one place at once lose one to the collector, which does no harm.
                places.setRelease(at, given);
                return;
            }
        }
    }

    private static int first() {
        return (int) (Thread.currentThread().getId() % PLACES);
    }
}
