package dev.vigil.bench.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Collection;

/**
 * The middle of some figures, and how far they lie apart.
 *
 * @param low the first quartile
 * @param median the middle
 * @param high the third quartile
 */
public record Spread(double low, double median, double high) {
    private static final MathContext DIGITS = new MathContext(6);

    /** Of at least one figure. */
    public static Spread of(Collection<Double> figures) {
        double[] sorted =
                figures.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        if (sorted.length == 0) {
            throw new IllegalArgumentException("no figures");
        }
        return new Spread(quantile(sorted, 0.25), quantile(sorted, 0.5), quantile(sorted, 0.75));
    }

    public static double median(double... figures) {
        double[] sorted = figures.clone();
        Arrays.sort(sorted);
        return quantile(sorted, 0.5);
    }

    /** Between two figures it is the straight line. */
    private static double quantile(double[] sorted, double part) {
        double place = part * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    /** To as many digits as may mean something. */
    static double rounded(double value) {
        return Double.isFinite(value) ? new BigDecimal(value).round(DIGITS).doubleValue() : 0;
    }
}
