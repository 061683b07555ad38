package dev.vigil.bench.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class GateTest {
    private static final long DELAY = 100;

    private final Gate gate = new Gate(DELAY, 50);

    @Test
    void nothingComesOutBeforeItOpens() {
        assertFalse(gate.open(49, 1000, 0));
        assertEquals(0, gate.allowance(0));
    }

    @Test
    void itLetsOutWhatHadBeenSentWhenItOpenedAndNoMore() {
        assertTrue(gate.open(50, 1000, 0));
        assertEquals(1000, gate.allowance(0));
        assertFalse(gate.open(60, 1500, 400));
        assertEquals(600, gate.allowance(400));
        assertEquals(0, gate.allowance(1000));
    }

    @Test
    void itOpensOnceInEachRoundTrip() {
        assertTrue(gate.open(50, 1000, 0));
        assertFalse(gate.open(149, 1500, 1000));
        assertTrue(gate.open(150, 1500, 1000));
        assertTrue(gate.open(252, 1700, 1500));
        assertEquals(350, gate.next());
    }

    @Test
    void itStaysShutUntilTheWindowBeforeWasTaken() {
        assertTrue(gate.open(50, 1000, 0));
        assertFalse(gate.open(400, 2000, 999));
        assertTrue(gate.open(410, 2000, 1000));
        assertEquals(410, gate.next());
    }

    @Test
    void itTellsWhatLayBeforeItOnAverage() {
        assertEquals(0, gate.held());
        assertTrue(gate.open(50, 1000, 0));
        assertTrue(gate.open(150, 1600, 1000));
        assertEquals(800, gate.held());
        gate.forgetHeld();
        assertEquals(0, gate.held());
    }
}
