package dev.vigil.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.bench.command.CommandLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLineTest {
    @TempDir
    private Path directory;

    @Test
    void anUnknownScenarioIsAnsweredWithTheScenarios() {
        String message = Refusal.of("scenario", "raedy");
        assertTrue(message.contains("'raedy'") && message.contains("ready, oneshot, ring, scale"), message);
    }

    @Test
    void anUnknownContenderIsAnsweredWithTheContenders() {
        String message = Refusal.of("scenario", "ready", "--contenders", "epol");
        assertTrue(message.contains("'epol'") && message.contains("jdk-keys"), message);
    }

    @Test
    void countsBeyondTheDescriptorLimitAreAnsweredWithTheLimit() {
        String message = Refusal.of("scenario", "ready", "--watched", "5000000");
        assertTrue(message.contains("descriptor limit") && message.contains("at most"), message);
    }

    @Test
    void moreActiveThanWatchedOnesAreRefused() {
        assertTrue(Refusal.of("scenario", "ready", "--watched", "10", "--active", "11")
                .contains("active=11"));
    }

    @Test
    void aParameterThatTheScenarioDoesNotHaveIsAnsweredWithThoseThatItHas() {
        String message = Refusal.of("scenario", "ready", "--share", "0.5");
        assertTrue(message.contains("'share'") && message.contains("watched, active"), message);
    }

    @Test
    void aValueOutOfItsRangeIsAnsweredWithTheRange() {
        assertTrue(Refusal.of("scenario", "busy", "--share", "1.5").contains("above 0 and up to 1"));
        assertTrue(Refusal.of("scenario", "gooch", "--set", "pattern=global").contains("local, uniform"));
        assertTrue(Refusal.of("scenario", "ready", "--rounds", "0").contains("at least 1"));
    }

    @Test
    void driftIsRefusedWhereNothingCouldMoveOrBeWatched() {
        assertTrue(Refusal.of("scenario", "drift", "--watched", "100", "--active", "51")
                .contains("at most half"));
        assertTrue(Refusal.of("scenario", "drift", "--set", "period=5").contains("10000000 to 60000000000"));
        assertTrue(Refusal.of("scenario", "drift", "--watched", "5000000").contains("descriptor limit"));
        assertTrue(Refusal.of("scenario", "gooch", "--watch").contains("only drift"));
        assertTrue(Refusal.of("scenario", "drift", "--watch", "--contenders", "epol")
                .contains("'epol'"));
        assertTrue(Refusal.of("scenario", "drift", "--watch", "--json", "-").contains("--json"));
    }

    @Test
    void twoRunsAreComparedOnlyIfBothAreThereAndNothingIsToBeMeasured() throws IOException {
        Path run = Files.writeString(
                directory.resolve("run.json"), "{\"environment\": {}, \"results\": [], \"absent\": []}");
        assertTrue(Refusal.of("compare", run.toString()).contains("second file"));
        assertTrue(
                Refusal.of("compare", "--quick", run.toString(), run.toString()).contains("for measuring"));
        assertTrue(Refusal.of(
                        "compare", run.toString(), directory.resolve("missing").toString())
                .contains("no file that can be read"));
        assertTrue(Refusal.of("compare", run.toString(), run.toString()).contains("no case in common"));
    }

    @Test
    void outputThatCannotBeWrittenIsRefusedBeforeAnythingIsMeasured() {
        String message = Refusal.of(
                "scenario",
                "ready",
                "--json",
                directory.resolve("missing/run.json").toString());
        assertTrue(message.contains("no directory"), message);
        assertTrue(Refusal.of("--json", directory.toString()).contains("is a directory"));
    }

    @Test
    void anUnknownOptionIsRefused() {
        assertTrue(Refusal.of("--slow").contains("--slow"));
    }

    @Test
    void aReportOfSomethingElseThanARunIsRefused() throws IOException {
        Path file = Files.writeString(directory.resolve("run.json"), "no JSON");
        assertTrue(Refusal.of("report", file.toString()).contains("--json"));
    }

    @Test
    void aScenarioRunsFromEndToEndAndLeavesItsJsonAndNothingElse() throws IOException {
        Path json = directory.resolve("run.json");
        int status = CommandLines.run(
                Main.commands(),
                "scenario",
                "ready",
                "--watched",
                "10,20",
                "--active",
                "2",
                "--contenders",
                "epoll,jdk,none",
                "--rounds",
                "3",
                "--round-time",
                "2",
                "--warm-up",
                "1",
                "--seed",
                "7",
                "--json",
                json.toString());
        assertEquals(0, status);
        String text = Files.readString(json);
        assertEquals(6, text.split("\"scenario\" : \"ready\"", -1).length - 1, text);
        assertTrue(text.contains("\"rounds\" : 3") && text.contains("\"seed\" : 7"), text);
        try (Stream<Path> files = Files.list(directory)) {
            assertEquals(List.of(json), files.toList());
        }
        assertFalse(ProcessHandle.current().children().anyMatch(ProcessHandle::isAlive), "a worker is still there");
    }
}
