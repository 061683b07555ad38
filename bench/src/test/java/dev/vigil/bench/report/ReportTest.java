package dev.vigil.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vigil.bench.contender.Absent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private final List<Result> results = new ArrayList<>();
    private final Report report = new Report(
            new LinkedHashMap<>(Map.of("kernel", "6.1", "seed", 7)),
            results,
            List.of(new Absent("libev", "no ev.h or -lev: <fatal>")));

    private void add(String scenario, String contender, double median, Object... parameters) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < parameters.length; i += 2) {
            values.put((String) parameters[i], parameters[i + 1]);
        }
        results.add(new Result(
                scenario, contender, values, "ns/event", median, median - 1, median + 1, 5, Map.of("ratio", 1.5)));
    }

    @Test
    void jsonHasTheShapeThatEveryCommandWrites() throws IOException {
        add("ready", "epoll", 80.5, "watched", 1000L, "active", 100L);
        JsonNode json = new ObjectMapper().readTree(Json.write(report));
        assertEquals("6.1", json.at("/environment/kernel").asText());
        JsonNode result = json.at("/results/0");
        List<String> names = new ArrayList<>();
        result.fieldNames().forEachRemaining(names::add);
        assertEquals(
                List.of("scenario", "contender", "parameters", "unit", "median", "low", "high", "rounds", "counters"),
                names);
        assertEquals(1000, result.at("/parameters/watched").intValue());
        assertEquals(80.5, result.at("/median").doubleValue());
        assertEquals(1.5, result.at("/counters/ratio").doubleValue());
        assertEquals("libev", json.at("/absent/0/contender").asText());
        assertTrue(json.at("/absent/0/reason").asText().startsWith("no ev.h"));
    }

    @Test
    void whatWasWrittenIsReadAgain(@TempDir Path directory) throws IOException {
        add("busy", "poll", 12.25, "watched", 10, "share", 0.5);
        Path file = directory.resolve("run.json");
        Files.writeString(file, Json.write(report));
        assertEquals(report, Json.read(file));
    }

    @Test
    void theOverviewIsNoWiderThanAskedAndLeavesNobodyOut() {
        for (int watched = 100; watched <= 2000; watched += 100) {
            add("ready", "epoll", watched, "watched", watched, "active", 1);
            add("ready", "jdk", watched, "watched", watched, "active", 1);
        }
        String table = Overview.of(report, 80);
        String figures = table.substring(table.indexOf("\n\n"), table.indexOf("Medians"));
        figures.lines().forEach(line -> assertTrue(line.length() <= 80, line));
        assertEquals(20, figures.split("x1.50", -1).length / 2);
        assertTrue(table.contains("absent: libev"));
    }

    @Test
    void adviceNamesTheCheapestBackendAndTheFactor() {
        add("ready", "epoll", 100, "watched", 9500, "active", 10);
        add("ready", "poll", 5000, "watched", 9500, "active", 10);
        add("ready", "c-epoll", 50, "watched", 9500, "active", 10);
        String advice = String.join("\n", Advice.of(report));
        assertTrue(advice.startsWith("Many idle descriptors"), advice);
        assertTrue(advice.contains("take epoll") && advice.contains("50.0 times cheaper than poll"), advice);
    }

    @Test
    void adviceCallsNobodyBetterWhoseRoundsOverlapWithTheNext() {
        add("ready", "epoll", 100, "watched", 9500, "active", 10);
        add("ready", "nio", 101, "watched", 9500, "active", 10);
        String advice = String.join("\n", Advice.of(report));
        assertTrue(advice.contains("level with nio"), advice);
    }

    @Test
    void thePageIsSelfContainedAndEscapesWhatItQuotes() {
        add("ready", "epoll", 100, "watched", 1000, "active", 10);
        add("ready", "jdk", 120, "watched", 1000, "active", 10);
        String page = HtmlReport.of(report);
        assertTrue(page.contains("data:image/svg+xml;base64,"));
        assertTrue(page.contains("&lt;fatal&gt;"));
        assertFalse(page.contains("{{"), "a place in the template was left open");
        assertFalse(page.contains("src=\"http") || page.contains("href=\"http"));
    }

    @Test
    void threeCasesThatDifferInOneNumberBecomeLines() {
        for (int watched : new int[] {100, 1000, 9500}) {
            add("scale", "epoll", watched, "work", "ready", "watched", watched, "active", 10);
        }
        List<Series> series = Series.of(Column.of(report));
        assertEquals(1, series.size());
        assertEquals("watched", series.get(0).parameter());
        assertEquals(3, series.get(0).points().get("epoll").size());
    }

    @Test
    void aShareOfNothingIsDrawnToo() {
        add("stall", "relay", 1, "streams", 64, "stalled", 1);
        add("stall", "naive", 0, "streams", 64, "stalled", 1);
        Column column = Column.of(report).get(0);
        assertTrue(column.isShare());
        String chart = Charts.bars(column, 400, 300);
        assertTrue(chart.contains("rgb(173,181,189)"), "the peer, who has nothing, is missing");
    }

    @Test
    void barsLieInTheOrderOfTheTableWithTheirNamesUpright() {
        add("ready", "epoll", 60, "watched", 100, "active", 10);
        add("ready", "c-epoll", 50, "watched", 100, "active", 10);
        add("ready", "migrating(poll/epoll)", 40, "watched", 100, "active", 10);
        Column column = Column.of(report).get(0);
        String chart = Charts.bars(column, 400, 300);
        int before = -1;
        for (Result result : column.results()) {
            int at = chart.indexOf(">" + result.contender() + "</text>");
            assertTrue(at > before, chart);
            before = at;
        }
        assertFalse(chart.contains("rotate"), chart);
    }

    @Test
    void modesOfTheHerdAreLinesOfOneChart() {
        for (int waiters : new int[] {1, 16, 1024}) {
            add("herd", "epoll", 30 + 4 * waiters, "waiters", waiters, "mode", "level", "duplicates", 1);
            add("herd", "epoll", 30, "waiters", waiters, "mode", "rotating", "duplicates", 1);
        }
        List<Series> series = Series.of(Column.of(report));
        assertEquals(1, series.size());
        assertEquals("waiters", series.get(0).parameter());
        assertEquals(
                List.of("level epoll", "rotating epoll"),
                List.copyOf(series.get(0).points().keySet()));
    }

    @Test
    void sharesOfTheHerdAreBarsBusiestFirst() {
        for (String mode : List.of("exclusive", "rotating")) {
            Map<String, Object> parameters = new LinkedHashMap<>(Map.of("waiters", 2, "mode", mode));
            Map<String, Double> counters = mode.equals("rotating")
                    ? Map.of("share1", 50.0, "share2", 50.0)
                    : Map.of("share1", 100.0, "share2", 0.0);
            results.add(new Result("herd", "epoll", parameters, "us/connect", 30, 29, 31, 5, counters));
        }
        List<Shares> shares = Shares.of(Column.of(report));
        assertEquals(1, shares.size());
        assertEquals(
                Map.of("exclusive epoll", List.of(100.0, 0.0), "rotating epoll", List.of(50.0, 50.0)),
                shares.get(0).bars());
        assertTrue(HtmlReport.charts(report).keySet().stream().anyMatch(name -> name.contains("share")));
    }

    @Test
    void markdownHasATableForEachCase() {
        add("ready", "epoll", 100, "watched", 1000, "active", 10);
        add("ready", "epoll", 100, "watched", 9500, "active", 10);
        String markdown = Details.markdown(report);
        assertEquals(2, markdown.split("\\| --- \\|", -1).length - 1);
        assertTrue(markdown.contains("| epoll | 100 | 99.0 to 101 | x1.50 |"), markdown);
    }
}
