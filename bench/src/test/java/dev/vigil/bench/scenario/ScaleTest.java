package dev.vigil.bench.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScaleTest {
    @Test
    void theSlopeIsThatOfTheLineThroughThePoints() {
        assertEquals(2, Scale.slope(new double[] {1, 2, 4}, new double[] {5, 7, 11}), 1e-12);
    }

    @Test
    void eachWorkHasItsSlope() {
        Scenario scale = Scenarios.find("scale");
        List<Parameters> cases = List.of(
                Parameters.of("work", "ready", "watched", 1000, "active", 10),
                Parameters.of("work", "ring", "watched", 1000, "active", 10),
                Parameters.of("work", "ready", "watched", 2000, "active", 10),
                Parameters.of("work", "ring", "watched", 2000, "active", 10));
        Map<Parameters, Derived> derived = scale.derived(cases);
        assertEquals(2, derived.size());
        Derived ready = derived.get(Parameters.of("work", "ready", "active", 10));
        assertEquals(50, ready.formula().of(new double[] {100, 150}), 1e-9);
    }

    @Test
    void aRoundWithAnEventTooFewIsRefused() {
        Scenario ring = Scenarios.find("ring");
        Outcome outcome = new Outcome(Map.of("iterations", "3", "events", "2999", "nanos", "1"));
        assertThrows(LostEventsException.class, () -> ring.figure(Parameters.of("watched", 10, "active", 1), outcome));
    }
}
