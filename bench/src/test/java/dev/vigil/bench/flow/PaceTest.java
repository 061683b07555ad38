package dev.vigil.bench.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long MILLI = 1_000_000;

    /** A thousand bytes in a millisecond, on a clock that has overflowed since it began. */
    private final Pace pace = new Pace(1_000_000, Long.MAX_VALUE - MILLI);

    private long dueAfter(int millis) {
        return pace.due(Long.MAX_VALUE - MILLI + millis * MILLI);
    }

    @Test
    void whatIsDueGrowsWithTime() {
        assertEquals(0, dueAfter(0));
        assertEquals(1000, dueAfter(1));
        assertEquals(3000, dueAfter(3));
    }

    @Test
    void whatWasSentIsNotDueAgain() {
        assertEquals(2000, dueAfter(2));
        pace.sent(1500);
        assertEquals(500, dueAfter(2));
        assertEquals(1500, dueAfter(3));
    }

    @Test
    void whatCouldNotBeSentIsLostButForWhatIsKept() {
        assertEquals(10_000, dueAfter(10));
        pace.keep(400);
        assertEquals(400, dueAfter(10));
        pace.keep(400);
        assertEquals(1400, dueAfter(11));
    }

    @Test
    void partsOfAByteAreNotLost() {
        Pace slow = new Pace(300, 0);
        for (int i = 1; i <= 1000; i++) {
            slow.sent(slow.due(i * MILLI));
        }
        assertEquals(300.0, (double) slow.due(2000 * MILLI), 1);
    }
}
