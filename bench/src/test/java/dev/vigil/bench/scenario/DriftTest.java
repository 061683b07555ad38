package dev.vigil.bench.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.bench.worker.RandomNumbers;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DriftTest {
    private static final long MILLI = 1_000_000;

    /** A window each millisecond for a tenth of a second, of ten events, dear at first. */
    private static String windows(int dearUntil) {
        StringBuilder windows = new StringBuilder();
        for (int end = 1; end <= 100; end++) {
            windows.append(end == 1 ? "" : ",").append(end * MILLI).append(end <= dearUntil ? ":10000:10" : ":1000:10");
        }
        return windows.toString();
    }

    @Test
    void backIsWhenTheCostIsNearTheSteadyOneAgain() {
        DriftCurve curve = DriftCurve.parse(windows(7)).get(0);
        assertEquals(100, curve.steady());
        // The median of five windows is that of the cheap ones from the fifth on.
        assertEquals(5, curve.backMillis());
        assertEquals((7 * 1000 + 93 * 100) / 100.0, curve.mean(), 1e-9);
        assertEquals(0, DriftCurve.parse(windows(0)).get(0).backMillis());
    }

    @Test
    void theCurveHasShortPartsAfterTheMoveAndLongOnesLater() {
        Map<String, Double> parts = DriftCurve.parse(windows(7)).get(0).parts(100 * MILLI);
        assertEquals(1000, parts.get("cost until 5.0 ms"));
        assertEquals(100, parts.get("cost until 100.0 ms"));
    }

    @Test
    void aRoundOfSeveralMovesHasACurveForEach() {
        Outcome outcome =
                new Outcome(Map.of("events", "3000", "windows", windows(0) + ";" + windows(7) + ";" + windows(20)));
        Figure figure = Scenarios.find("drift").figure(Parameters.of("period", 100 * MILLI), outcome);
        assertEquals(5, figure.counters().get("back ms"));
    }

    @Test
    void aRoundWithoutWindowsIsRefused() {
        Outcome outcome = new Outcome(Map.of("events", "1"));
        assertThrows(LostEventsException.class, () -> Scenarios.find("drift").figure(Parameters.of(), outcome));
        assertThrows(LostEventsException.class, () -> DriftCurve.parse("1:2"));
    }

    @Test
    void theFirstRankOfAZipfLoadIsDrawnTwiceAsOftenAsTheSecond() {
        Zipf zipf = new Zipf(100);
        RandomNumbers random = new RandomNumbers(1);
        int[] counts = new int[100];
        int[] one = new int[1];
        for (int i = 0; i < 100_000; i++) {
            zipf.draw(one, random);
            counts[one[0]]++;
        }
        assertEquals(2, (double) counts[0] / counts[1], 0.1);
        assertEquals(10, (double) counts[0] / counts[9], 1.5);
    }

    @Test
    void whatIsDrawnIsDifferentAndAShuffleKeepsEveryDescriptor() {
        Zipf zipf = new Zipf(20);
        RandomNumbers random = new RandomNumbers(5);
        int[] all = new int[20];
        zipf.shuffle(random);
        zipf.draw(all, random);
        Arrays.sort(all);
        for (int i = 0; i < all.length; i++) {
            assertEquals(i, all[i]);
        }
        assertTrue(List.of("set", "zipf")
                .equals(Scenarios.find("drift").parameters().get(1).defaults()));
    }
}
