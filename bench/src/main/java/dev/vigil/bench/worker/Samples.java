package dev.vigil.bench.worker;

import org.HdrHistogram.Histogram;

/** Times in nanoseconds of which percentiles are wanted. */
public final class Samples {
    private static final int DIGITS = 3;

    private final Histogram histogram = new Histogram(DIGITS);

    public void reset() {
        histogram.reset();
    }

    /** Adds one; a histogram knows nothing below 0. */
    public void add(long nanos) {
        histogram.recordValue(Math.max(0, nanos));
    }

    public long count() {
        return histogram.getTotalCount();
    }

    public void report(Reply reply) {
        reply.put("count", count())
                .put("p50", histogram.getValueAtPercentile(50))
                .put("p99", histogram.getValueAtPercentile(99))
                .put("p999", histogram.getValueAtPercentile(99.9))
                .put("max", histogram.getMaxValue());
    }
}
