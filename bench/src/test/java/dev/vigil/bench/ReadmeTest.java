package dev.vigil.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.BackendStatus;
import dev.vigil.EventSource;
import dev.vigil.contract.Polling;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README tells the truth. */
class ReadmeTest {
    private static final Path README = Path.of("..", "README.md");
    private static final Pattern PROMISE = Pattern.compile("It prints `([^`]*)`");

    @TempDir
    private Path directory;

    @Test
    void its_program_runs_as_printed() throws Exception {
        String printed = DocumentProgram.run(README, "Hello", directory);
        try (EventSource chosen = EventSource.open()) {
            assertEquals(DocumentProgram.find(README, PROMISE).replace("epoll", chosen.backend()), printed.strip());
        }
    }

    @Test
    void its_echo_server_echoes_in_fifteen_lines_until_its_input_ends() throws Exception {
        DocumentProgram.compile(README, "EchoServer", directory);
        String text = Files.readString(directory.resolve("EchoServer.java"));
        String code = text.substring(text.indexOf("class EchoServer"));
        assertTrue(code.lines().count() <= 15, code);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        DocumentProgram.classPath(directory),
                        "EchoServer")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            String line = process.inputReader().readLine();
            int port = Integer.parseInt(line.replaceFirst(".*:([0-9]+) until.*", "$1"));
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
                client.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
                assertEquals("hello", new String(client.getInputStream().readNBytes(5), StandardCharsets.US_ASCII));
                client.shutdownOutput();
                assertEquals(-1, client.getInputStream().read());
            }
            process.outputWriter().close();
            assertTrue(process.waitFor(Polling.LIMIT.toSeconds(), TimeUnit.SECONDS), "it ends with its input");
            assertEquals(0, process.exitValue());
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void its_table_has_every_backend() throws IOException {
        String text = Files.readString(README);
        for (BackendStatus backend : EventSource.backends()) {
            assertTrue(text.contains("\n| `" + backend.name() + "` | "), backend.name());
        }
    }
}
