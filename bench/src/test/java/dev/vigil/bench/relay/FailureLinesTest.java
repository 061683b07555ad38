package dev.vigil.bench.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Some lines in a second, and how many were left out. */
class FailureLinesTest {
    @Test
    void whatIsMoreThanSomeInASecondIsCounted() {
        List<String> told = new ArrayList<>();
        FailureLines lines = new FailureLines(told::add);
        long now = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            lines.tell("a", now);
        }
        assertEquals(List.of("a", "a", "a", "a", "a"), told);
        lines.tell("b", now + TimeUnit.SECONDS.toNanos(1));
        lines.tell("c", now + TimeUnit.SECONDS.toNanos(1));
        assertEquals(List.of("b; 95 more like it were not told of", "c"), told.subList(5, 7));
    }
}
