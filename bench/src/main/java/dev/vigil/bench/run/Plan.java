package dev.vigil.bench.run;

/**
 * How much is measured.
 *
 * @param rounds of each case, at most
 * @param leastRounds of each case, even if the time is over
 * @param roundNanos the length of a round
 * @param warmUpNanos how long each contender works first, at least; see {@link WarmUp}
 * @param seed of the order of contenders
 * @param timing how long the cases may take
 */
public record Plan(int rounds, int leastRounds, long roundNanos, long warmUpNanos, long seed, Timing timing) {
    /** How long cases may take. */
    public interface Timing {
        /** Asked when a case begins: the moment, on the clock of {@link System#nanoTime()}, at which it should end. */
        long caseEnd();

        /** Asked before a case is set up: whether there is no time left for it. */
        boolean isOver();
    }

    /** Time does not matter. */
    public static final Timing UNHURRIED = new Timing() {
        @Override
        public long caseEnd() {
            return System.nanoTime() + Long.MAX_VALUE / 2;
        }

        @Override
        public boolean isOver() {
            return false;
        }
    };
}
