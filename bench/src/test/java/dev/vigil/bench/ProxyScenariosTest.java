package dev.vigil.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vigil.bench.command.CommandLines;
import dev.vigil.bench.contender.Contender;
import dev.vigil.bench.scenario.Scenarios;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scenarios of streams through a relay, from end to end, as small as they get. */
class ProxyScenariosTest {
    @TempDir
    private Path directory;

    /** Runs a scenario, and returns the medians by contender. */
    private Map<String, Double> run(String... arguments) throws IOException {
        Path json = directory.resolve("run.json");
        List<String> all = new ArrayList<>(List.of("scenario"));
        all.addAll(List.of(arguments));
        Set<ProcessHandle> before = ProcessHandle.current().children().collect(Collectors.toSet());
        all.addAll(List.of("--rounds", "1", "--round-time", "50", "--warm-up", "0", "--json", json.toString()));
        assertEquals(0, CommandLines.run(Main.commands(), all.toArray(String[]::new)));
        List<ProcessHandle> left = ProcessHandle.current()
                .children()
                .filter(child -> child.isAlive() && !before.contains(child))
                .toList();
        assertEquals(
                List.of(),
                left,
                () -> "still there: " + left.stream().map(ProcessHandle::info).toList());
        Map<String, Double> medians = new TreeMap<>();
        for (JsonNode result : new ObjectMapper().readTree(json.toFile()).get("results")) {
            assertEquals(1, result.get("rounds").asInt());
            medians.put(result.get("contender").asText(), result.get("median").asDouble());
        }
        return medians;
    }

    @Test
    void oneThatStallsStopsTheNaiveRelayAndNotOurs() throws IOException {
        Map<String, Double> shares = run("stall", "--streams", "4", "--stalled", "1", "--set", "rate=256");
        assertEquals(0.0, shares.get("naive"), 0.0);
        assertTrue(shares.get("relay") > 0, shares.toString());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void fairnessIsBetweenNobodyAndEverybody(int greedy) throws IOException {
        Map<String, Double> indexes =
                run("fair", "--streams", "3", "--set", "greedy=" + greedy, "--contenders", "relay,naive");
        assertEquals(2, indexes.size());
        indexes.values().forEach(index -> assertTrue(index > 0 && index <= 1, indexes.toString()));
    }

    @Test
    void thePipelineHasAFigureBesideTheFormula() throws IOException {
        Map<String, Double> rates = run("pipeline", "--set", "depth=64", "--streams", "2");
        assertEquals(List.of("formula", "relay"), List.copyOf(rates.keySet()));
        rates.values().forEach(rate -> assertTrue(rate > 0, rates.toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bulk", "connect"})
    void everyRelayThatIsHereCarriesSomething(String work) throws IOException {
        List<String> present = Scenarios.find("relay").contenders().present().stream()
                .map(Contender::name)
                .sorted()
                .toList();
        Map<String, Double> rates = run("relay", "--set", "work=" + work, "--streams", "2");
        assertEquals(present, List.copyOf(rates.keySet()));
        rates.values().forEach(rate -> assertTrue(rate > 0, rates.toString()));
    }

    @Test
    void anUnknownRelayIsAnsweredWithThoseThatThereAre() {
        String message = Refusal.of("scenario", "stall", "--contenders", "naif");
        assertTrue(message.contains("'naif'") && message.contains("naive, relay"), message);
    }

    @Test
    void anAbsentRelayIsAnsweredWithTheReason() {
        assumeTrue(
                Scenarios.find("relay").contenders().absent().stream()
                        .anyMatch(absent -> absent.contender().equals("haproxy")),
                "haproxy is installed");
        assertTrue(Refusal.of("scenario", "relay", "--contenders", "haproxy").contains("not installed"));
    }

    @Test
    void moreStreamsThanTheDescriptorLimitAllowsAreAnsweredWithTheLimit() {
        for (String name : List.of("stall", "fair", "relay", "pipeline")) {
            String message = Refusal.of("scenario", name, "--streams", "5000000");
            assertTrue(message.contains("descriptor limit") && message.contains("at most"), message);
        }
    }

    @Test
    void atLeastOneStreamMustNotBeStalled() {
        String message = Refusal.of("scenario", "stall", "--streams", "4", "--stalled", "4");
        assertTrue(message.contains("stalled=4 of streams=4"), message);
    }

    @Test
    void equalSendersHaveNoRate() {
        assertTrue(Refusal.of("scenario", "fair", "--set", "rate=7", "--set", "greedy=0")
                .contains("goes with greedy=1"));
    }
}
