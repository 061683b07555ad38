package dev.vigil.bench.worker;

/** xorshift64*: the same numbers in every contender, whatever its language. */
public final class RandomNumbers {
    private long state;

    public RandomNumbers(long seed) {
        state = seed;
    }

    public long next() {
        long x = state;
        x ^= x >>> 12;
        x ^= x << 25;
        x ^= x >>> 27;
        state = x;
        return x * 0x2545F4914F6CDD1DL;
    }

    /** A number from 0 to {@code bound} - 1; the bound is below 2^31. */
    public long below(long bound) {
        return ((next() >>> 32) * bound) >>> 32;
    }

    /** A fraction from 0 up to, but not including, 1. */
    public double fraction() {
        return (next() >>> 11) * 0x1p-53;
    }
}
