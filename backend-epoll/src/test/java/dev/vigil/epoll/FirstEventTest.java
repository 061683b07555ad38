package dev.vigil.epoll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vigil.contract.ChildJvm;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a new JVM loads until its first event. Counted, for time depends on the machine. */
class FirstEventTest {
    /** Each takes milliseconds, and drags others along. */
    private static final List<String> NEEDLESS = List.of(
            // For the name of a temporary file.
            "java.security.SecureRandom",
            // For numbers that do not change.
            "jnr.constants.",
            "jnr.ffi.",
            // The way in which jffi loads its native part by itself.
            "com.kenai.jffi.internal.StubLoader",
            "java.util.logging.",
            "java.util.Formatter",
            "java.util.concurrent.ThreadPoolExecutor",
            // For a moment of which there is a record.
            "jdk.jfr.internal.");

    @TempDir
    Path temporary;

    @BeforeEach
    void knownHere() {
        String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        assumeTrue(List.of("Linux amd64", "Linux aarch64").contains(system), "elsewhere jffi does it by itself");
    }

    private List<String> loaded(String... backend) throws IOException, InterruptedException {
        Path log = Files.createTempFile("vigil", ".classes");
        try {
            String out = ChildJvm.withTestClassPath()
                    .options(
                            "--enable-native-access=ALL-UNNAMED",
                            "-Djava.io.tmpdir=" + temporary,
                            "-Xlog:class+load:file=" + log + ":none")
                    .run(FirstEventProgram.class, backend)
                    .assertClean()
                    .out();
            assertEquals("readable\n", out);
            return Files.readAllLines(log);
        } finally {
            Files.delete(log);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "poll"})
    void nothingNeedlessIsLoadedBeforeIt(String backend) throws Exception {
        List<String> needless = loaded(backend).stream()
                .filter(line -> NEEDLESS.stream().anyMatch(line::startsWith))
                .toList();
        assertEquals(List.of(), needless);
    }

    /** Each is a class made at run time, and the first one of a JVM takes ten milliseconds. */
    @Test
    void noFunctionObjectOfOursIsMadeBeforeIt() throws Exception {
        assertEquals(
                List.of(),
                loaded().stream()
                        .filter(line -> line.startsWith("dev.vigil.") && line.contains("$$Lambda"))
                        .toList());
    }

    /** The lines of docs/native.md. */
    @Test
    void anArchiveHoldsWhatTheWayToItLoads() throws Exception {
        assumeTrue(
                Files.exists(Path.of(System.getProperty("java.home"), "lib", "server", "classes.jsa")),
                "this JDK has no archive of its own, on which others are built");
        String jars = jarsOf(ChildJvm.testClassPath());
        Path archive = temporary.resolve("app.jsa");
        Path log = temporary.resolve("classes.log");
        // What the JDK says of flags and archives it says on standard output.
        ChildJvm.Ended made = firstEvent(jars, "-Xlog:cds=off", "-XX:ArchiveClassesAtExit=" + archive);
        assertEquals(0, made.status(), made::err);
        assertTrue(Files.exists(archive), made::toString);
        ChildJvm.Ended used = firstEvent(
                jars, "-XX:SharedArchiveFile=" + archive, "-Xlog:cds=off", "-Xlog:class+load:file=" + log + ":none");
        assertEquals("readable\n", used.assertClean().out());
        List<String> others = Files.readAllLines(log).stream()
                .filter(line -> line.startsWith("dev.vigil.") || line.startsWith("com.kenai.jffi."))
                .filter(line -> !line.contains("source: shared objects file"))
                .toList();
        assertEquals(List.of(), others);
    }

    private static ChildJvm.Ended firstEvent(String classPath, String... options) throws Exception {
        return new ChildJvm()
                .options("-cp", classPath, "--enable-native-access=ALL-UNNAMED")
                .options(options)
                .run(FirstEventProgram.class, "epoll");
    }

    /** An archive takes classes out of jars only. */
    private String jarsOf(String classPath) throws IOException {
        List<String> jars = new ArrayList<>();
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            Path path = Path.of(entry);
            if (Files.isDirectory(path)) {
                path = jarOf(path, temporary.resolve(jars.size() + ".jar"));
            }
            jars.add(path.toString());
        }
        return String.join(File.pathSeparator, jars);
    }

    private static Path jarOf(Path directory, Path jar) throws IOException {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> all = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
                out.putNextEntry(new JarEntry(directory.relativize(file).toString()));
                Files.copy(file, out);
                out.closeEntry();
            }
        }
        return jar;
    }

    @Test
    void nothingIsLeftInTheDirectoryForTemporaryFiles() throws Exception {
        assertTrue(loaded("epoll").size() > 100);
        try (Stream<Path> left = Files.list(temporary)) {
            assertEquals(List.of(), left.toList());
        }
    }
}
