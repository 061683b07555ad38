package dev.vigil.bench.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.bench.Main;
import dev.vigil.contract.ChildJvm;
import dev.vigil.contract.Polling;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** {@code bench/run relay} in a process of its own. */
final class RelayProcess implements AutoCloseable {
    /** No test takes so long; one that does reads from a process that does not end, which no interrupt ends. */
    private static final long LIFE_SECONDS = 4 * Polling.LIMIT.toSeconds();

    final int port;
    private final Process process;
    private final BufferedReader out;
    private final CompletableFuture<Void> limit;

    /** Starts it between TCP ports and waits until it listens. */
    RelayProcess(int destination, String... options) throws IOException {
        this("127.0.0.1:0", "127.0.0.1:" + destination, options);
    }

    /** Starts it and waits until it listens. */
    RelayProcess(String listen, String to, String... options) throws IOException {
        this(List.of(), listen, to, options);
    }

    /** Starts it with options for its JVM, and waits until it listens. */
    RelayProcess(List<String> jvm, String listen, String to, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--add-opens",
                "java.base/sun.nio.ch=ALL-UNNAMED"));
        command.addAll(jvm);
        command.addAll(List.of("-cp", ChildJvm.testClassPath(), Main.class.getName()));
        command.addAll(List.of("relay", "--listen", listen, "--to", to));
        command.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeAll(List.of("VIGIL_BACKEND", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
        process = builder.start();
        limit = CompletableFuture.runAsync(
                process::destroyForcibly, CompletableFuture.delayedExecutor(LIFE_SECONDS, TimeUnit.SECONDS));
        out = process.inputReader();
        String line = out.readLine();
        assertTrue(line != null && line.startsWith("relay: ") && line.contains(" to "), line);
        String address = line.substring("relay: ".length(), line.indexOf(" to "));
        port = address.startsWith("unix:") ? -1 : Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    /** Ends it by a signal as a user would, and returns what it prints at the end. */
    List<String> end(String signal, int status) throws IOException, InterruptedException {
        assertEquals(
                0,
                new ProcessBuilder("sh", "-c", "kill -" + signal + " " + process.pid())
                        .start()
                        .waitFor());
        List<String> lines = out.lines().toList();
        assertTrue(process.waitFor(Polling.LIMIT.toSeconds(), TimeUnit.SECONDS), "does not end");
        assertEquals(status, process.exitValue(), lines.toString());
        return lines;
    }

    /** Sends a signal over and over until the process ends by it. */
    void insist(String signal, int status) throws IOException, InterruptedException {
        while (process.isAlive()) {
            new ProcessBuilder("sh", "-c", "kill -" + signal + " " + process.pid() + " 2> /dev/null")
                    .start()
                    .waitFor();
        }
        assertEquals(status, process.exitValue());
    }

    @Override
    public void close() {
        limit.cancel(false);
        // Waited for: whoever comes next may count the children of this process.
        process.destroyForcibly().onExit().join();
    }
}
