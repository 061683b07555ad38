package dev.vigil.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vigil.bench.command.CommandLines;
import dev.vigil.bench.contender.Contender;
import dev.vigil.bench.scenario.Scenarios;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scenario of virtual threads, from end to end, as small as it gets. */
class VirtualScenarioTest {
    @TempDir
    private Path directory;

    @Test
    void everyKindOfLineIsTalkedOverByEveryContenderThatIsHere() throws IOException {
        Path json = directory.resolve("run.json");
        assertEquals(
                0,
                CommandLines.run(
                        Main.commands(),
                        "scenario",
                        "virtual",
                        "--set",
                        "threads=6",
                        "--rounds",
                        "1",
                        "--round-time",
                        "20",
                        "--warm-up",
                        "0",
                        "--json",
                        json.toString()));
        List<String> contenders = Scenarios.find("virtual").contenders().present().stream()
                .map(Contender::name)
                .toList();
        JsonNode results = new ObjectMapper().readTree(json.toFile()).get("results");
        assertEquals(contenders.size() * 3, results.size(), results::toString);
        for (JsonNode result : results) {
            assertTrue(result.get("median").asDouble() > 0, result::toString);
            List<String> counters = List.of("cpu", "p50", "p99", "stall");
            assertTrue(counters.stream().allMatch(result.get("counters")::has), result::toString);
        }
        assertEquals(
                new TreeSet<>(contenders),
                results.findValuesAsText("contender").stream().collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void moreThreadsThanTheDescriptorLimitAllowsAreAnsweredWithTheLimit() {
        String message = Refusal.of("scenario", "virtual", "--set", "threads=1000000");
        assertTrue(message.contains("descriptor limit"), message);
    }
}
