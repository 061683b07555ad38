package dev.vigil.bench.run;

import java.util.function.LongSupplier;

/**
 * How much is measured.
 *
 * @param rounds of each case, at most
 * @param leastRounds of each case, even if the time is over
 * @param roundNanos the length of a round
 * @param warmUpNanos what each contender does first, and is not counted
 * @param seed of the order of contenders
 * @param caseEnd asked when a case begins: the moment, on the clock of {@link System#nanoTime()}, at which it should end
 */
public record Plan(int rounds, int leastRounds, long roundNanos, long warmUpNanos, long seed, LongSupplier caseEnd) {
    /** Time does not matter. */
    public static LongSupplier unhurried() {
        return () -> System.nanoTime() + Long.MAX_VALUE / 2;
    }
}
