package dev.vigil.bench.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.bench.Main;
import dev.vigil.contract.ChildJvm;
import dev.vigil.contract.Polling;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** {@code bench/run serve --port 0 --loops 2 --statistics} in a process of its own. */
final class ServeProcess implements AutoCloseable {
    /** As when the JVM ends on SIGTERM. */
    private static final int TERMINATED = 128 + 15;

    final InetSocketAddress address;
    private final Process process;
    private final BufferedReader out;
    private final Path err = Files.createTempFile("vigil-serve", ".err");

    /**
     * Starts it and waits until it listens.
     *
     * @param backend the backend, forced by the system property
     * @param descriptors how many it may have, 0 for no limit of its own
     */
    ServeProcess(String backend, int descriptors) throws IOException {
        List<String> command = new ArrayList<>();
        if (descriptors > 0) {
            command.addAll(List.of("sh", "-c", "ulimit -n " + descriptors + " && exec \"$@\"", "sh"));
        }
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--add-opens",
                "java.base/sun.nio.ch=ALL-UNNAMED",
                "-Ddev.vigil.backend=" + backend,
                "-cp",
                ChildJvm.testClassPath(),
                Main.class.getName()));
        command.addAll(List.of("serve", "--port", "0", "--loops", "2", "--statistics"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
        builder.environment().keySet().removeAll(List.of("VIGIL_BACKEND", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
        process = builder.start();
        out = process.inputReader();
        String line = out.readLine();
        if (line == null) {
            // What it says of its end may come behind the end of its output.
            process.onExit()
                    .orTimeout(Polling.LIMIT.toSeconds(), TimeUnit.SECONDS)
                    .join();
        }
        assertTrue(line != null && line.endsWith(" on " + backend + ", 2 loops"), line + "\n" + errors());
        URI url = URI.create(line.substring("serve: ".length(), line.indexOf(" on ")));
        address = new InetSocketAddress(url.getHost(), url.getPort());
    }

    /** The directories and jars that it loads classes from. */
    static List<String> classPath() {
        return List.of(ChildJvm.testClassPath().split(File.pathSeparator, -1));
    }

    /** How many descriptors it holds. */
    int descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
            return (int) open.count();
        }
    }

    /** Waits until it holds this many descriptors: it learns late that its clients have gone. */
    void awaitDescriptors(int expected) throws IOException {
        long end = System.nanoTime() + Polling.LIMIT.toNanos();
        while (descriptors() != expected) {
            assertTrue(System.nanoTime() < end, "descriptors: " + descriptors() + ", expected: " + expected);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    /** What it has said about its troubles. */
    String errors() throws IOException {
        return Files.readString(err);
    }

    /** Ends it as a user would, and returns what it prints at the end. */
    List<String> terminate() throws IOException, InterruptedException {
        // Not process.destroy(): that closes the streams too.
        process.toHandle().destroy();
        List<String> lines = out.lines().toList();
        assertTrue(process.waitFor(Polling.LIMIT.toSeconds(), TimeUnit.SECONDS), "does not end");
        assertEquals(TERMINATED, process.exitValue(), errors());
        assertEquals("serve: stopped", lines.get(lines.size() - 1));
        return lines;
    }

    @Override
    public void close() throws IOException {
        // Waited for: whoever comes next may count the children of this process.
        process.destroyForcibly().onExit().join();
        Files.delete(err);
    }
}
