package dev.vigil.bench.mechanism;

/**
 * What a mechanism did since it was opened; {@link #UNKNOWN} where it doesn't tell.
 *
 * @param waits calls of poll, epoll_wait or a relative
 * @param controls calls of epoll_ctl
 * @param scanned descriptors that were looked at
 */
public record Counters(long waits, long controls, long scanned) {
    public static final long UNKNOWN = -1;

    /** Of a mechanism that tells nothing. */
    public static final Counters NONE = new Counters(UNKNOWN, UNKNOWN, UNKNOWN);

    /** What was added since an earlier moment. */
    public Counters since(Counters earlier) {
        return new Counters(
                difference(waits, earlier.waits),
                difference(controls, earlier.controls),
                difference(scanned, earlier.scanned));
    }

    private static long difference(long now, long earlier) {
        return now == UNKNOWN ? UNKNOWN : now - earlier;
    }
}
