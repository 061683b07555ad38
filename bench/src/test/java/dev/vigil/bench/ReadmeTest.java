package dev.vigil.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.BackendStatus;
import dev.vigil.EventSource;
import dev.vigil.contract.ChildJvm;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README tells the truth. */
class ReadmeTest {
    private static final Path README = Path.of("..", "README.md");
    private static final Pattern PROGRAM = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern PROMISE = Pattern.compile("It prints `([^`]*)`");

    @TempDir
    private Path directory;

    @Test
    void its_program_runs_as_printed() throws Exception {
        Path source = Files.writeString(directory.resolve("Hello.java"), find(PROGRAM));
        int status = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        // The agent's manifest names the jars that lie beside it when it is used as one.
                        "-Xlint:all,-path",
                        "-Werror",
                        "-proc:none",
                        "-cp",
                        ChildJvm.testClassPath(),
                        "-d",
                        directory.toString(),
                        source.toString());
        assertEquals(0, status, "compiler");
        String printed = new ChildJvm()
                .optionsFromBuild()
                .options("-cp", directory + File.pathSeparator + ChildJvm.testClassPath(), "Hello")
                .run()
                .assertClean()
                .out();
        try (EventSource chosen = EventSource.open()) {
            assertEquals(find(PROMISE).replace("epoll", chosen.backend()), printed.strip());
        }
    }

    @Test
    void its_table_has_every_backend() throws IOException {
        String text = Files.readString(README);
        for (BackendStatus backend : EventSource.backends()) {
            assertTrue(text.contains("\n| `" + backend.name() + "` | "), backend.name());
        }
    }

    private static String find(Pattern pattern) throws IOException {
        Matcher matcher = pattern.matcher(Files.readString(README));
        assertTrue(matcher.find(), () -> "no " + pattern);
        return matcher.group(1);
    }
}
