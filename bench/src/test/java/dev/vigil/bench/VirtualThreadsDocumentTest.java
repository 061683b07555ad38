package dev.vigil.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.io.TempDir;

/** The program of the document on virtual threads does what it says. */
@EnabledForJreRange(minVersion = 21, disabledReason = "there are no virtual threads")
class VirtualThreadsDocumentTest {
    @TempDir
    private Path directory;

    @Test
    void itsProgramRunsAsPrinted() throws Exception {
        String printed = DocumentProgram.run(Path.of("..", "docs", "virtual-threads.md"), "Lines", directory);
        assertEquals(
                List.of("socket: sent", "terminal: typed"),
                printed.lines().sorted().toList());
    }
}
