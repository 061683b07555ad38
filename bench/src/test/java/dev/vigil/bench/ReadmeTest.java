package dev.vigil.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.BackendStatus;
import dev.vigil.EventSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    void its_table_has_every_backend() throws IOException {
        String text = Files.readString(README);
        for (BackendStatus backend : EventSource.backends()) {
            assertTrue(text.contains("\n| `" + backend.name() + "` | "), backend.name());
        }
    }
}
