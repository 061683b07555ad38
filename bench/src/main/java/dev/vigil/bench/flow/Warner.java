package dev.vigil.bench.flow;

/**
 * Warner's arithmetic of pipelines: a window of bytes is sent at the path's rate, and the next can begin when word has come back
 * that the first arrived. So within each round trip the path is idle for what is left of it: delay - depth / rate.
 */
final class Warner {
    private Warner() {}

    /**
     * How long the path stands idle within each round trip.
     *
     * @param depth bytes that may be under way
     * @param delay the round trip, in seconds
     * @param rate of the path, in bytes per second
     * @return seconds, not below 0
     */
    static double idle(double depth, double delay, double rate) {
        return Math.max(0, delay - depth / rate);
    }

    /** Bytes per second of some streams with a pipeline each, over one path: each fills the gaps of others until there is none. */
    static double throughput(int streams, double depth, double delay, double rate) {
        double perTrip = Math.min(rate * delay, streams * depth);
        return perTrip / delay;
    }
}
