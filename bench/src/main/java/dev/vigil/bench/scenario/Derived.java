package dev.vigil.bench.scenario;

import java.util.List;

/**
 * A figure made of those of several cases, round by round.
 *
 * @param unit its unit
 * @param cases whose figures it is made of
 * @param formula makes it of their figures, in the same order
 */
public record Derived(Unit unit, List<Parameters> cases, Formula formula) {
    /** Makes one figure of several. */
    @FunctionalInterface
    public interface Formula {
        double of(double[] figures);
    }
}
