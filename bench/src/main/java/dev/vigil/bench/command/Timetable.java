package dev.vigil.bench.command;

import dev.vigil.bench.run.Plan;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;

/**
 * Divides a given time among cases: each gets its share of what is left when it begins, less what setting up the later ones
 * will take, if they take as long as those so far.
 */
final class Timetable implements Plan.Timing {
    private final long end;
    private final Deque<Double> weights;
    private long previousEnd = System.nanoTime();
    private double setUps;
    private int begun;

    /** For cases of these weights, in their order. */
    Timetable(long nanos, Collection<Double> weights) {
        this.end = System.nanoTime() + nanos;
        this.weights = new ArrayDeque<>(weights);
    }

    @Override
    public boolean isOver() {
        return System.nanoTime() - end > 0;
    }

    @Override
    public long caseEnd() {
        long now = System.nanoTime();
        begun++;
        setUps += Math.max(0, now - previousEnd);
        double weight = weights.remove();
        double later = weights.stream().mapToDouble(Double::doubleValue).sum();
        double left = end - now - weights.size() * setUps / begun;
        previousEnd = now + (long) Math.max(0, left * weight / (weight + later));
        return previousEnd;
    }
}
