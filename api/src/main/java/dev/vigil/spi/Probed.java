package dev.vigil.spi;

/**
 * What a backend found when it tried its mechanism. A good answer is remembered for the life of the process. A bad one is not: it
 * may be for want of descriptors or memory, or because the thread that asked was interrupted, and whoever asks next tries again.
 * For backends, which extend it in a static field; any thread may ask. (A subclass costs a new JVM less than functions do, and all
 * backends that there are have one, whichever is used.)
 *
 * @param <T> the answer
 */
public abstract class Probed<T> {
    private volatile T answer;

    /** Tries nothing yet. */
    protected Probed() {}

    /**
     * Tries the mechanism. Called by one thread at a time.
     *
     * @return what was found; nothing is left open, and nothing is thrown
     */
    protected abstract T probe();

    /**
     * Whether an answer lasts.
     *
     * @param found the answer
     * @return false if it is to be looked for again
     */
    protected abstract boolean isGood(T found);

    /**
     * The answer.
     *
     * @return what was found, now or before
     */
    public final T get() {
        T known = answer;
        return known != null ? known : ask();
    }

    private synchronized T ask() {
        if (answer != null) {
            return answer;
        }
        T found = probe();
        if (isGood(found)) {
            answer = found;
        }
        return found;
    }
}
