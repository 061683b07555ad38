package dev.vigil.bench.run;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class WarmUpTest {
    @Test
    void aCostThatStillFallsHasNotSettled() {
        assertFalse(WarmUp.hasSettled(List.of(100.0, 90.0, 80.0, 72.0, 66.0, 61.0)));
        assertFalse(WarmUp.hasSettled(List.of(50.0, 100.0, 100.0, 100.0, 96.0, 96.0, 96.0)));
    }

    @Test
    void aCostThatStaysOrRisesHas() {
        assertTrue(WarmUp.hasSettled(List.of(100.0, 60.0, 50.0, 50.5, 49.5, 50.0, 49.9)));
        assertTrue(WarmUp.hasSettled(List.of(50.0, 51.0, 52.0, 53.0, 54.0, 55.0)));
    }

    @Test
    void oneRoundThatWasDisturbedDecidesNothing() {
        assertTrue(WarmUp.hasSettled(List.of(50.0, 500.0, 50.0, 50.0, 49.0, 5.0)));
        assertFalse(WarmUp.hasSettled(List.of(50.0, 50.0, 50.0, 40.0, 400.0, 40.0)));
    }

    @Test
    void tooFewRoundsTellNothing() {
        assertFalse(WarmUp.hasSettled(List.of(50.0, 50.0, 50.0, 50.0, 50.0)));
    }

    @Test
    void withoutATimeThereIsOneRoundAndNoMore() {
        WarmUp none = new WarmUp(0);
        none.add(100);
        assertFalse(none.goesOn());
    }
}
