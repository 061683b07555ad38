package dev.vigil.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program of the document on streams does what it says. */
class StreamsDocumentTest {
    @TempDir
    private Path directory;

    @Test
    void itsProgramRunsAsPrinted() throws Exception {
        assertEquals(
                "3 5",
                DocumentProgram.run(Path.of("..", "docs", "streams.md"), "Lengths", directory)
                        .strip());
    }
}
