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
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Echoes of everybody who can, from end to end, as few as there can be. A message that is lost or doubled fails the run. */
class EchoScenarioTest {
    @TempDir
    private Path directory;

    @Test
    void everybodyEchoesAndSaysWhatItCosts() throws IOException {
        Path json = directory.resolve("run.json");
        String[] arguments = {
            "scenario",
            "echo",
            "--set",
            "connections=3",
            "--set",
            "idle=2",
            "--rounds",
            "1",
            "--round-time",
            "10",
            "--warm-up",
            "0",
            "--json",
            json.toString()
        };
        assertEquals(0, CommandLines.run(Main.commands(), arguments));
        Set<String> seen = new TreeSet<>();
        for (JsonNode result : new ObjectMapper().readTree(json.toFile()).get("results")) {
            seen.add(result.get("contender").asText());
            assertTrue(result.get("median").asDouble() > 0, result::toString);
            for (String counter : List.of("cpu", "allocated", "p50")) {
                assertTrue(result.get("counters").has(counter), () -> counter + " of " + result);
            }
        }
        for (Contender contender : Scenarios.find("echo").contenders().present()) {
            if (contender.name().startsWith("stream")) {
                assertTrue(seen.contains(contender.name()), seen::toString);
            }
        }
        assertTrue(seen.contains("stream-plain") && seen.contains("jdk"), seen::toString);
    }
}
