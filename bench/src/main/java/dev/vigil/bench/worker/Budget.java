package dev.vigil.bench.worker;

/**
 * How much a round shall do.
 *
 * @param iterations so many, or 0 for as many as fit in the time
 * @param nanos the time, or 0 for the iterations
 */
public record Budget(long iterations, long nanos) {
    private static final long LONGEST = 600_000_000_000L;

    static Budget of(Request request) {
        Budget budget =
                new Budget(request.number("iterations", 0, 1, 1_000_000_000), request.number("nanos", 0, 1, LONGEST));
        request.end();
        if ((budget.iterations == 0) == (budget.nanos == 0)) {
            throw new RefusedException("either iterations=... or nanos=... is needed");
        }
        return budget;
    }
}
