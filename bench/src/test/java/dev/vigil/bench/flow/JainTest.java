package dev.vigil.bench.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class JainTest {
    @Test
    void equalSharesHaveAnIndexOfOne() {
        assertEquals(1, Jain.index(7, 7, 7, 7), 1e-12);
    }

    @Test
    void oneWhoHasEverythingLeavesOneOverN() {
        assertEquals(0.25, Jain.index(0, 9, 0, 0), 1e-12);
    }

    @Test
    void halfOfThemHavingEverythingLeavesOneHalf() {
        assertEquals(0.5, Jain.index(3, 0, 3, 0), 1e-12);
    }

    @Test
    void theIndexDoesNotDependOnTheUnit() {
        assertEquals(Jain.index(1, 2, 3), Jain.index(1000, 2000, 3000), 1e-12);
    }

    @Test
    void nobodyHavingAnythingIsNotFair() {
        assertEquals(0, Jain.index(0, 0), 0);
    }
}
