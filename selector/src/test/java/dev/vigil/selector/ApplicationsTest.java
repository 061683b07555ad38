package dev.vigil.selector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vigil.contract.ChildJvm;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Applications as they are, switched over by a flag: each in a JVM of its own, with idle connections beside the busy ones. That the
 * selectors were ours, and had events, is told by JMX.
 */
class ApplicationsTest {
    private static final int IDLE = 200;
    private static final int REQUESTS = 100;
    private static final Pattern SELECTOR = Pattern.compile("selector over (\\S+): (\\d+) events");

    @TempDir
    Path directory;

    @ParameterizedTest(name = "{0} on {1}")
    @CsvSource({
        "jdk, epoll", "jdk, poll", "jdk, migrating",
        "netty, epoll", "netty, poll", "netty, migrating",
        "jetty, epoll", "jetty, poll", "jetty, migrating",
        "tomcat, epoll", "tomcat, poll", "tomcat, migrating",
        "undertow, epoll", "undertow, poll", "undertow, migrating",
        "zookeeper, epoll", "zookeeper, poll", "zookeeper, migrating"
    })
    void runsUnmodified(String application, String backend) throws Exception {
        Over.backend(backend);
        Path err = directory.resolve("err");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
                        "-Djava.nio.channels.spi.SelectorProvider=dev.vigil.selector.VigilSelectorProvider",
                        "-Ddev.vigil.selector.backend=" + backend,
                        "-cp",
                        ChildJvm.testClassPath(),
                        "dev.vigil.selector.application.ApplicationMain",
                        application)
                .redirectError(err.toFile())
                .start();
        List<Socket> idle = new ArrayList<>();
        try (BufferedReader out = process.inputReader();
                BufferedWriter in = process.outputWriter()) {
            int port = Integer.parseInt(find("port ", out, err).substring("port ".length()));
            find("works", out, err);
            for (int i = 0; i < IDLE; i++) {
                idle.add(new Socket(InetAddress.getLoopbackAddress(), port));
            }
            if (!application.equals("zookeeper")) {
                assertEquals("served".repeat(REQUESTS), curl(port), () -> read(err));
                load(port);
            }
            in.write("print\n");
            in.flush();
            long events = 0;
            for (String line = out.readLine(); line != null && !line.equals("printed"); line = out.readLine()) {
                Matcher matcher = SELECTOR.matcher(line);
                if (matcher.matches()) {
                    assertEquals(backend, matcher.group(1));
                    events += Long.parseLong(matcher.group(2));
                }
            }
            assertTrue(events >= REQUESTS / 2, "the selectors had " + events + " events; " + read(err));
            process.getOutputStream().close();
            assertEquals(0, process.waitFor(), () -> read(err));
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
            process.destroyForcibly();
        }
    }

    private static String find(String beginning, BufferedReader out, Path err) throws IOException {
        String line;
        do {
            line = out.readLine();
            assertTrue(line != null, () -> "ended before it printed \"" + beginning + "\": " + read(err));
        } while (!line.startsWith(beginning));
        return line;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** What a hundred requests are answered, one after the other. */
    private static String curl(int port) throws IOException, InterruptedException {
        assumeTrue(isInstalled("curl"), "curl is not installed");
        Process curl = new ProcessBuilder(
                        "curl",
                        "-sS",
                        "--fail",
                        "--max-time",
                        "150",
                        "http://127.0.0.1:" + port + "/?[1-" + REQUESTS + "]")
                .redirectErrorStream(true)
                .start();
        try (BufferedReader out = curl.inputReader()) {
            String line = out.readLine();
            assertEquals(0, curl.waitFor(), "curl: " + line);
            return line;
        }
    }

    /** A second of requests on 20 connections, where there is wrk. */
    private static void load(int port) throws IOException, InterruptedException {
        if (!isInstalled("wrk")) {
            return;
        }
        Process wrk = new ProcessBuilder(
                        "wrk", "-t", "1", "-c", "20", "-d", "1s", "--timeout", "60s", "http://127.0.0.1:" + port + "/")
                .redirectErrorStream(true)
                .start();
        try (BufferedReader out = wrk.inputReader()) {
            List<String> lines = out.lines().toList();
            assertEquals(0, wrk.waitFor(), lines::toString);
            assertFalse(
                    lines.stream().anyMatch(line -> line.contains("Socket errors") || line.contains("Non-2xx")),
                    lines::toString);
            assertTrue(lines.stream().anyMatch(line -> line.matches(" *[1-9]\\d* requests in.*")), lines::toString);
        }
    }

    private static boolean isInstalled(String tool) {
        return List.of(System.getenv("PATH").split(":", -1)).stream()
                .anyMatch(place -> Files.isExecutable(Path.of(place, tool)));
    }
}
