package dev.vigil.bench.scenario;

/**
 * What a figure counts.
 *
 * @param name such as {@code ns/event}
 * @param isRate true if more is better
 */
public record Unit(String name, boolean isRate) {
    /** A cost: less is better. */
    public static Unit cost(String name) {
        return new Unit(name, false);
    }

    /** A rate: more is better. */
    public static Unit rate(String name) {
        return new Unit(name, true);
    }
}
