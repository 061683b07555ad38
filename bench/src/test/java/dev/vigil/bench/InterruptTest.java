package dev.vigil.bench;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.bench.contender.JavaCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InterruptTest {
    private static final long PATIENCE_SECONDS = 60;

    /** By SIGTERM, which a JVM takes as it does Ctrl-C; SIGINT may be ignored where a build runs in the background. */
    @Test
    void anInterruptedRunLeavesNoChildAndNoOutput(@TempDir Path directory) throws IOException, InterruptedException {
        Path json = directory.resolve("run.json");
        List<String> command = JavaCommands.of(
                Main.class,
                "scenario",
                "ready",
                "--watched",
                "10",
                "--active",
                "1",
                "--contenders",
                "jdk,none",
                "--rounds",
                "100000",
                "--json",
                json.toString());
        Process run = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("out").toFile())
                .start();
        try {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            List<ProcessHandle> workers = List.of();
            while (workers.size() < 2 && System.nanoTime() < end) {
                boolean ended = run.waitFor(20, TimeUnit.MILLISECONDS);
                assertFalse(ended, () -> "it ended by itself: " + read(directory.resolve("out")));
                workers = run.descendants().toList();
            }
            assertTrue(workers.size() >= 2, "the workers did not start");
            run.destroy();
            assertTrue(run.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "it did not end");
            for (ProcessHandle worker : workers) {
                awaitEnd(worker);
            }
            assertFalse(Files.exists(json), "half a run was written");
        } finally {
            run.descendants().forEach(ProcessHandle::destroyForcibly);
            run.destroyForcibly().waitFor();
        }
    }

    /** A worker that was told to end may be a moment behind the run itself. */
    private static void awaitEnd(ProcessHandle worker) throws InterruptedException {
        try {
            worker.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("a worker outlived the run", e);
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
