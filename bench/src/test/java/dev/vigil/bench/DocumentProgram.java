package dev.vigil.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.contract.ChildJvm;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;

/** A program in a document, as a reader would try it. */
final class DocumentProgram {
    private DocumentProgram() {}

    /** Compiles it without a warning, runs it, and returns what it prints. */
    static String run(Path document, String name, Path directory) throws Exception {
        compile(document, name, directory);
        return new ChildJvm()
                .optionsFromBuild()
                .options("-cp", classPath(directory), name)
                .run()
                .assertClean()
                .out();
    }

    /** With what it runs. */
    static String classPath(Path directory) {
        return directory + File.pathSeparator + ChildJvm.testClassPath();
    }

    /** Compiles the program with a class of that name, without a warning. */
    static void compile(Path document, String name, Path directory) throws IOException {
        Pattern program = Pattern.compile("```java\n((?:(?!```).)*?\nclass " + name + " .*?)```", Pattern.DOTALL);
        Path source = Files.writeString(directory.resolve(name + ".java"), find(document, program));
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
    }

    /** What a pattern's group stands for in a document. */
    static String find(Path document, Pattern pattern) throws IOException {
        Matcher matcher = pattern.matcher(Files.readString(document));
        assertTrue(matcher.find(), () -> "no " + pattern);
        return matcher.group(1);
    }
}
