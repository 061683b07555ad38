package dev.vigil.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program in a fresh JVM, of the JDK that runs the tests. */
public final class ChildJvm {
    /** What a program left behind. */
    public record Ended(int status, String out, String err) {
        /** Fails unless the program ended well and wrote nothing to its standard error. */
        public Ended assertClean() {
            assertEquals("", err, "standard error");
            assertEquals(0, status, "exit status");
            return this;
        }
    }

    private final List<String> shell = new ArrayList<>();
    private final List<String> options = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();

    /** With the class path of the tests. */
    public static ChildJvm withTestClassPath() {
        return new ChildJvm().options("-cp", testClassPath());
    }

    /** The class path of the tests, as surefire was told it. */
    public static String testClassPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    /** Adds options of the JVM. */
    public ChildJvm options(String... more) {
        options.addAll(List.of(more));
        return this;
    }

    /** Adds options of the JVM, separated by blanks as in the property of the build. */
    public ChildJvm optionsFromBuild() {
        return options("--enable-native-access=ALL-UNNAMED", "--add-opens", "java.base/sun.nio.ch=ALL-UNNAMED");
    }

    /** Sets a variable of the environment. */
    public ChildJvm environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Limits how many descriptors the program may have. */
    public ChildJvm descriptorLimit(int descriptors) {
        shell.addAll(List.of("sh", "-c", "ulimit -n " + descriptors + " && exec \"$@\"", "sh"));
        return this;
    }

    /** Has it started by another program, which is given the command as its last arguments. */
    public ChildJvm under(String... launcher) {
        shell.addAll(List.of(launcher));
        return this;
    }

    /** Runs a class with arguments, and waits until it ends. */
    public Ended run(Class<?> main, String... arguments) throws IOException, InterruptedException {
        options(main.getName());
        return run(arguments);
    }

    /** Runs what the options name, with arguments, and waits until it ends. */
    public Ended run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(shell);
        command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
        command.addAll(options);
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile("vigil", ".out");
        Path err = Files.createTempFile("vigil", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder(command);
            // These would add to what the program is told, or to what it prints.
            builder.environment().keySet().removeAll(List.of("VIGIL_BACKEND", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
            builder.environment().putAll(environment);
            Process process = builder.redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            if (!process.waitFor(Polling.LIMIT.toSeconds() * 2, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("did not end: " + command + "\n" + Files.readString(err));
            }
            return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }
}
