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
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scenario of selectors, from end to end, as small as it gets. A worker refuses to work if its selectors are not its contender's. */
class SelectorScenarioTest {
    @TempDir
    private Path directory;

    private List<JsonNode> run(String... arguments) throws IOException {
        Path json = directory.resolve("run.json");
        List<String> all = new ArrayList<>(List.of("scenario", "selector"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--rounds", "1", "--round-time", "10", "--warm-up", "0", "--json", json.toString()));
        assertEquals(0, CommandLines.run(Main.commands(), all.toArray(String[]::new)));
        List<JsonNode> results = new ArrayList<>();
        new ObjectMapper().readTree(json.toFile()).get("results").forEach(results::add);
        return results;
    }

    private static void check(List<JsonNode> results, int cases) {
        Set<String> present = new TreeSet<>();
        for (Contender contender : Scenarios.find("selector").contenders().present()) {
            present.add(contender.name());
        }
        assertEquals(present.size() * cases, results.size(), results::toString);
        for (JsonNode result : results) {
            assertTrue(present.contains(result.get("contender").asText()), result::toString);
            assertTrue(result.get("median").asDouble() > 0, result::toString);
            for (String counter : List.of("cpu", "allocated")) {
                assertTrue(result.get("counters").has(counter), () -> counter + " of " + result);
            }
        }
    }

    @Test
    void everyWorkIsDoneByEverySelector() throws IOException {
        check(run("--watched", "20", "--active", "5"), 5);
    }

    @Test
    void nettyAnswersOverEverySelector() throws IOException {
        check(run("--set", "work=netty", "--set", "connections=2", "--set", "idle=3"), 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"work=set", "work=wakeup"})
    void whatMeansNothingIsRefused(String work) {
        String message = Refusal.of("scenario", "selector", "--set", work, "--set", "idle=5");
        assertTrue(message.contains("idle means nothing"), message);
    }
}
