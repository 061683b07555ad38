package dev.vigil.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.bench.run.CaseRounds;
import dev.vigil.bench.scenario.Figure;
import dev.vigil.bench.scenario.Parameters;
import dev.vigil.bench.scenario.Scenario;
import dev.vigil.bench.scenario.Scenarios;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class ResultsTest {
    private final Map<String, List<Figure>> figures = new LinkedHashMap<>();

    private void add(String contender, double... values) {
        figures.put(
                contender,
                DoubleStream.of(values)
                        .mapToObj(value -> new Figure(value, Map.of("calls", value / 10)))
                        .toList());
    }

    private Result result(String scenario, String contender, String against) {
        Scenario found = Scenarios.find(scenario);
        CaseRounds rounds = new CaseRounds(found, Parameters.of("watched", 10, "share", "0.5"), found.unit(), figures);
        return Results.of(rounds, against).stream()
                .filter(result -> result.contender().equals(contender))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aRatioIsTakenWithinEachRoundBeforeItsMedianIs() {
        add("epoll", 10, 200, 30);
        add("jdk", 10, 100, 60);
        assertEquals(1, result("ready", "epoll", null).counters().get(Result.RATIO));
    }

    @Test
    void ratiosAreWithTheBestPeerAndNotWithAFloorOrABackend() {
        add("epoll", 10, 10, 10);
        add("none", 1, 1, 1);
        add("jdk", 40, 40, 40);
        add("c-epoll", 20, 20, 20);
        assertEquals(0.5, result("ready", "epoll", null).counters().get(Result.RATIO));
        assertEquals(0.25, result("ready", "epoll", "jdk").counters().get(Result.RATIO));
    }

    @Test
    void ofRatesTheHighestIsBestAndARatioBelowOneIsStillBetter() {
        add("epoll", 200, 200, 200);
        add("jdk", 50, 50, 50);
        add("netty", 100, 100, 100);
        assertEquals(0.5, result("echo", "epoll", null).counters().get(Result.RATIO));
    }

    @Test
    void overTheFloorIsLessTheFloorOfTheOwnLanguageInTheSameRound() {
        add("epoll", 110, 120, 135);
        add("none", 100, 105, 110);
        add("c-epoll", 90, 95, 95);
        add("c-none", 80, 80, 80);
        Result epoll = result("ring", "epoll", null);
        assertEquals(15, epoll.counters().get(Result.OVER_FLOOR));
        assertEquals(1, epoll.counters().get(Result.OVER_FLOOR_RATIO));
        assertNull(result("ring", "none", null).counters().get(Result.OVER_FLOOR));
    }

    @Test
    void countersAreMediansToo() {
        add("jdk", 10, 20, 90);
        assertEquals(2, result("ready", "jdk", null).counters().get("calls"));
    }

    @Test
    void aSpreadBeyondAQuarterOfTheFigureIsMarked() {
        add("jdk", 100, 101, 102);
        add("netty", 50, 100, 150);
        Result narrow = result("ready", "jdk", null);
        Result wide = result("ready", "netty", null);
        assertFalse(narrow.isTooWideFor(narrow.median()));
        assertTrue(wide.isTooWideFor(wide.median()));
        assertTrue(narrow.isTooWideFor(1), "what little is over the floor has the spread of the whole");
    }

    @Test
    void parametersKeepTheirTypes() {
        add("jdk", 1);
        assertEquals(
                Map.of("watched", 10L, "share", 0.5),
                result("ready", "jdk", null).parameters());
    }
}
