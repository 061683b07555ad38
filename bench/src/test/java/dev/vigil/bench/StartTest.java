package dev.vigil.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vigil.EventSource;
import dev.vigil.contract.ChildJvm;
import dev.vigil.spi.Backends;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * A program of a user, compiled as a module of its own, started in fresh JVMs: on the class path, and on the module path, with
 * the flags that the README gives. Nothing may be written to its standard error.
 */
class StartTest {
    static final List<String> BACKENDS = List.of("nio", "poll", "epoll", "kqueue", "migrating");

    /** The one module that makes native calls: all of ours go through it. */
    private static final String NATIVE_MODULE = "org.jnrproject.jffi";

    private static final String PROGRAM = """
            package smoke;

            import dev.vigil.EventSource;
            import dev.vigil.Interest;
            import java.nio.ByteBuffer;
            import java.nio.channels.Pipe;

            public class Main {
                public static void main(String[] arguments) throws Exception {
                    Pipe pipe = Pipe.open();
                    pipe.source().configureBlocking(false);
                    try (EventSource source = EventSource.open()) {
                        source.register(pipe.source(), Interest.READ, (registration, ready) -> {
                            ByteBuffer bytes = ByteBuffer.allocate(16);
                            pipe.source().read(bytes);
                            System.out.println(source.backend() + " " + ready + " " + bytes.position());
                        });
                        System.out.println(source.pollNow());
                        pipe.sink().write(ByteBuffer.allocate(5));
                        System.out.println(source.poll());
                    }
                }
            }
            """;

    @TempDir
    static Path directory;

    private static Path program;

    @BeforeAll
    static void compile() throws IOException {
        Path sources = Files.createDirectories(directory.resolve("sources/smoke"));
        Files.writeString(sources.resolveSibling("module-info.java"), "module smoke { requires dev.vigil; }");
        Files.writeString(sources.resolve("Main.java"), PROGRAM);
        program = directory.resolve("smoke");
        int status = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(
                        System.out,
                        System.err,
                        "--release",
                        "17",
                        "-p",
                        libraries(),
                        "-d",
                        program.toString(),
                        sources.resolveSibling("module-info.java").toString(),
                        sources.resolve("Main.java").toString());
        assertEquals(0, status, "javac");
    }

    /** What an application has: our modules but this one, and what they need; not the tests. */
    private static String libraries() {
        return Arrays.stream(ChildJvm.testClassPath().split(File.pathSeparator))
                .filter(StartTest::isLibrary)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static boolean isLibrary(String entry) {
        String path = entry.replace(File.separatorChar, '/');
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (name.equals("classes")) {
            return !path.endsWith("/bench/target/classes");
        }
        return name.matches("(vigil-(api|backend-[a-z]+)|jnr-(ffi|posix|constants|a64asm|x86asm)|jffi|asm).*\\.jar")
                && !name.endsWith("-tests.jar");
    }

    private static void assertStarts(ChildJvm jvm, String backend, String... main)
            throws IOException, InterruptedException {
        boolean usable = EventSource.backends().stream()
                .anyMatch(status ->
                        status.name().equals(backend) && status.availability().usable());
        if (!usable && backend.equals("kqueue")) {
            jvm.options("-Ddev.vigil.kqueue.library=" + TestKqueue.compile(directory));
        } else {
            assumeTrue(usable, "backend " + backend + " is not available here");
        }
        jvm.options("-D" + Backends.PROPERTY + "=" + backend);
        assertEquals(
                "0\n" + backend + " readable 5\n1\n",
                jvm.run(main).assertClean().out());
    }

    @ParameterizedTest
    @FieldSource("BACKENDS")
    void theProgramRunsOnTheClassPath(String backend) throws Exception {
        assertStarts(
                new ChildJvm()
                        .options("--enable-native-access=ALL-UNNAMED")
                        .options("-cp", program + File.pathSeparator + libraries()),
                backend,
                "smoke.Main");
    }

    @ParameterizedTest
    @FieldSource("BACKENDS")
    void theProgramRunsOnTheModulePath(String backend) throws Exception {
        assertStarts(
                new ChildJvm()
                        .options("--enable-native-access=" + NATIVE_MODULE)
                        .options("-p", program + File.pathSeparator + libraries()),
                backend,
                "-m",
                "smoke/smoke.Main");
    }
}
