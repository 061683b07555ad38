package dev.vigil.bench.scenario;

/**
 * What a figure counts.
 *
 * @param name such as {@code ns/event}
 * @param isRate true if more is better
 * @param isShare true if it lies between 0 and 1
 */
public record Unit(String name, boolean isRate, boolean isShare) {
    /** A cost: less is better. */
    public static Unit cost(String name) {
        return new Unit(name, false, false);
    }

    /** A rate: more is better. */
    public static Unit rate(String name) {
        return new Unit(name, true, false);
    }

    /** A part of what would be best: more is better, up to 1. */
    public static Unit share(String name) {
        return new Unit(name, true, true);
    }
}
