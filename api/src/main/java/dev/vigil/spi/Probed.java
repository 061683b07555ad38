package dev.vigil.spi;

import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What a backend found when it tried its mechanism. A good answer is remembered for the life of the process. A bad one is not: it
 * may be for want of descriptors or memory, or because the thread that asked was interrupted, and whoever asks next tries again.
 * For backends; any thread may ask.
 *
 * @param <T> the answer
 */
public final class Probed<T> {
    private final Supplier<T> probe;
    private final Predicate<T> isGood;
    private volatile T answer;

    /**
     * Tries nothing yet.
     *
     * @param probe tries the mechanism; leaves nothing open, and throws nothing
     * @param isGood whether an answer lasts
     */
    public Probed(Supplier<T> probe, Predicate<T> isGood) {
        this.probe = probe;
        this.isGood = isGood;
    }

    /**
     * The answer.
     *
     * @return what was found, now or before
     */
    public T get() {
        T known = answer;
        return known != null ? known : ask();
    }

    private synchronized T ask() {
        if (answer != null) {
            return answer;
        }
        T found = probe.get();
        if (isGood.test(found)) {
            answer = found;
        }
        return found;
    }
}
