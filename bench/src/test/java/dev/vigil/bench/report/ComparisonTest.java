package dev.vigil.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {
    private static Report report(String machine, Result... results) {
        return new Report(
                Map.of("processor", machine, "command", "scenario ready", "emptySystemCallNanos", 1100.0),
                List.of(results),
                List.of());
    }

    private static Result result(String scenario, String contender, String unit, double median, double spread) {
        return new Result(
                scenario,
                contender,
                Map.of("watched", 1000),
                unit,
                median,
                median - spread,
                median + spread,
                9,
                Map.of(Result.RATIO, 1.25));
    }

    @Test
    void aFigureThatChangedIsShownAsAMultipleAndOneThatDidNotAsLevel() {
        String text = Comparison.of(
                report("A", result("ready", "epoll", "ns/event", 100, 2), result("ready", "poll", "ns/event", 500, 90)),
                report("A", result("ready", "epoll", "ns/event", 80, 2), result("ready", "poll", "ns/event", 520, 90)));
        String epoll = line(text, "epoll");
        assertTrue(epoll.contains("x0.80") && !epoll.contains("level"), text);
        assertTrue(line(text, "poll").contains("x1.04 level"), text);
        assertFalse(text.contains("Two machines"), text);
        assertTrue(text.contains("an empty system call 1,100 ns"), text);
    }

    @Test
    void twoMachinesAreToldOfAndSoIsWhatOnlyOneOfTheRunsHas() {
        String text = Comparison.of(
                report("A", result("ready", "epoll", "ns/event", 100, 2), result("ring", "epoll", "ns/hop", 100, 2)),
                report("B", result("ready", "epoll", "ns/event", 100, 2)));
        assertTrue(text.contains("Two machines"), text);
        assertTrue(text.contains("only in the first: ring"), text);
    }

    @Test
    void runsWithoutACommonCaseAndRunsInDifferentUnitsAreRefused() {
        Report ready = report("A", result("ready", "epoll", "ns/event", 100, 2));
        String nothing = refusal(ready, report("A", result("ring", "epoll", "ns/hop", 100, 2)));
        assertTrue(nothing.contains("no case in common") && nothing.contains("ring"), nothing);
        String unit = refusal(ready, report("A", result("ready", "epoll", "us/event", 0.1, 0)));
        assertTrue(unit.contains("ns/event") && unit.contains("us/event"), unit);
    }

    @Test
    void aFileOfAnotherVersionAndOneThatIsNoRunAreRefused(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("run.json");
        Files.writeString(file, "{\"environment\": {\"format\": 99}, \"results\": [], \"absent\": []}");
        assertTrue(refusal(file).contains("another version (format 99"));
        Files.writeString(file, "{}");
        assertTrue(refusal(file).contains("not what --json writes"));
        Files.writeString(file, "null");
        assertTrue(refusal(file).contains("not what --json writes"));
        Files.writeString(file, "garbage");
        assertTrue(refusal(file).contains("not what --json writes"));
    }

    @Test
    void aRunOfTheFirstVersionWhichDidNotSayItsFormatIsRead(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("run.json");
        Files.writeString(file, "{\"environment\": {}, \"results\": [], \"absent\": []}");
        assertEquals(List.of(), Json.read(file).results());
    }

    private static String line(String text, String contender) {
        return text.lines()
                .filter(line -> line.startsWith(contender + " "))
                .findFirst()
                .orElse("");
    }

    private static String refusal(Report first, Report second) {
        return assertThrows(IllegalArgumentException.class, () -> Comparison.of(first, second))
                .getMessage();
    }

    private static String refusal(Path file) {
        return assertThrows(IllegalArgumentException.class, () -> Json.read(file))
                .getMessage();
    }
}
