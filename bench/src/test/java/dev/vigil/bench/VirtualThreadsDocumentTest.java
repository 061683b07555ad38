package dev.vigil.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.contract.ChildJvm;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.io.TempDir;

/** The program of the document on virtual threads does what it says. */
@EnabledForJreRange(minVersion = 21, disabledReason = "there are no virtual threads")
class VirtualThreadsDocumentTest {
    private static final Pattern PROGRAM = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path directory;

    @Test
    void itsProgramRunsAsPrinted() throws Exception {
        Matcher program = PROGRAM.matcher(Files.readString(Path.of("..", "docs", "virtual-threads.md")));
        assertTrue(program.find());
        Path source = Files.writeString(directory.resolve("Lines.java"), program.group(1));
        int status = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-cp",
                        ChildJvm.testClassPath(),
                        "-d",
                        directory.toString(),
                        source.toString());
        assertEquals(0, status, "compiler");
        String printed = new ChildJvm()
                .optionsFromBuild()
                .options("-cp", directory + File.pathSeparator + ChildJvm.testClassPath(), "Lines")
                .run()
                .assertClean()
                .out();
        assertEquals(
                List.of("socket: sent", "terminal: typed"),
                printed.lines().sorted().toList());
    }
}
