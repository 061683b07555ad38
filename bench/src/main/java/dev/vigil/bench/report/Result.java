package dev.vigil.bench.report;

import java.util.Map;

/**
 * One contender's figure in one case.
 *
 * @param scenario its name
 * @param contender its name
 * @param parameters the case; numbers are numbers
 * @param unit such as {@code ns/event}
 * @param median over the rounds
 * @param low the first quartile of the rounds
 * @param high the third quartile
 * @param rounds how many
 * @param counters medians of further figures, each for one unit of work; and what comes of comparing round by round:
 *     {@link #RATIO}, {@link #OVER_FLOOR} and {@link #OVER_FLOOR_RATIO}
 */
public record Result(
        String scenario,
        String contender,
        Map<String, Object> parameters,
        String unit,
        double median,
        double low,
        double high,
        int rounds,
        Map<String, Double> counters) {
    /** Cost, as a multiple of that of the best peer (or the one that was named); below 1 is better than that one. */
    public static final String RATIO = "ratio";

    /** What it costs more than the floor of its own language. */
    public static final String OVER_FLOOR = "overFloor";

    /** The same, as a multiple of the best peer's. */
    public static final String OVER_FLOOR_RATIO = "overFloorRatio";

    /** Followed by a number: what falls to the busiest, the second one and so on, in per cent. */
    public static final String SHARE = "share";

    /** Beyond this part of a figure, the middle half of the rounds is too far apart for it to be relied on. */
    private static final double WIDE = 0.25;

    /** Whether the spread is too wide to trust a figure that is made of the median: itself, or what is over the floor. */
    boolean isTooWideFor(double figure) {
        return high - low > WIDE * Math.abs(figure);
    }

    /** The case, for a person. */
    public String caseName() {
        StringBuilder name = new StringBuilder();
        parameters.forEach((key, value) -> name.append(name.length() == 0 ? "" : " ")
                .append(key)
                .append('=')
                .append(value));
        return name.toString();
    }
}
