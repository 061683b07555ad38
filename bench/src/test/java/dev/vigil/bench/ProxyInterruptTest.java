package dev.vigil.bench;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.bench.contender.JavaCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProxyInterruptTest {
    private static final long PATIENCE_SECONDS = 60;

    /** Of each contender a relay and a load; socat has a process for each stream besides. */
    @Test
    void anInterruptedRunLeavesNoRelayOfAnyKind(@TempDir Path directory) throws Exception {
        Path temporary = Files.createDirectory(directory.resolve("tmp"));
        List<String> command = JavaCommands.of(
                Main.class, "scenario", "relay", "--set", "work=bulk", "--streams", "2", "--rounds", "100000");
        command.add(1, "-Djava.io.tmpdir=" + temporary);
        Process run = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("out").toFile())
                .start();
        List<ProcessHandle> children = List.of();
        try {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            while (children.size() < 4 && System.nanoTime() < end) {
                boolean ended = run.waitFor(50, TimeUnit.MILLISECONDS);
                assertFalse(ended, () -> "it ended by itself: " + read(directory.resolve("out")));
                children = run.descendants().toList();
            }
            assertTrue(children.size() >= 4, "relays and loads did not start");
            run.destroy();
            assertTrue(run.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "it did not end");
            for (ProcessHandle child : children) {
                child.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
        } finally {
            children.forEach(ProcessHandle::destroyForcibly);
            run.destroyForcibly().waitFor();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
