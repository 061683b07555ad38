package dev.vigil.bench.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class WarnerTest {
    private static final double RATE = 1_000_000;
    private static final double DELAY = 0.1;

    @Test
    void aPathIsIdleForWhatTheWindowLeavesOfTheRoundTrip() {
        assertEquals(0.06, Warner.idle(40_000, DELAY, RATE), 1e-12);
        assertEquals(400_000, Warner.throughput(1, 40_000, DELAY, RATE), 1e-6);
    }

    @Test
    void aPathIsNeverIdleOnceTheDepthCoversRateTimesDelay() {
        assertEquals(0, Warner.idle(100_000, DELAY, RATE), 1e-12);
        assertEquals(0, Warner.idle(500_000, DELAY, RATE), 1e-12);
        assertEquals(RATE, Warner.throughput(1, 500_000, DELAY, RATE), 1e-6);
    }

    @Test
    void parallelStreamsFillEachOthersGapsUntilThereAreNone() {
        assertEquals(800_000, Warner.throughput(2, 40_000, DELAY, RATE), 1e-6);
        assertEquals(RATE, Warner.throughput(3, 40_000, DELAY, RATE), 1e-6);
    }
}
