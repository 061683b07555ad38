package dev.vigil.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The kqueue over epoll that the tests of the kqueue backend have, compiled: a library to name where no system has one. */
final class TestKqueue {
    private static final Path SOURCES = Path.of("..", "backend-kqueue", "src", "test", "c");

    private TestKqueue() {}

    /** Compiles it into a directory; skips the test where that is not possible. */
    static Path compile(Path directory) throws IOException, InterruptedException {
        assumeTrue(
                System.getProperty("os.name").equals("Linux") && hasCompiler(),
                "the kqueue made for tests needs Linux and a C compiler (cc)");
        Path library = directory.resolve("libkqueue32.so").toAbsolutePath();
        List<String> command = new ArrayList<>(List.of("cc", "-std=gnu11", "-O2", "-fPIC", "-shared", "-pthread"));
        command.addAll(List.of("-fvisibility=hidden", "-DLAYOUT=32", "-o", library.toString()));
        List.of("kqueue.c", "queue.c", "filter.c")
                .forEach(source -> command.add(SOURCES.resolve(source).toString()));
        assertEquals("", complaintOf(command, directory));
        return library;
    }

    private static boolean hasCompiler() throws InterruptedException {
        try {
            return new ProcessBuilder("cc", "--version")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static String complaintOf(List<String> command, Path directory) throws IOException, InterruptedException {
        Path said = directory.resolve("cc.log");
        int status = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start()
                .waitFor();
        return status == 0 ? "" : "status " + status + ": " + Files.readString(said, StandardCharsets.UTF_8);
    }
}
