package dev.vigil.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vigil.contract.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The first native call of a JVM, in circumstances that jffi does not survive. */
class FirstUseTest {
    @TempDir
    private Path directory;

    @Test
    void anInterruptedThreadMayBeTheFirst() throws Exception {
        assertEquals(List.of("a pipe", "interrupted: true", "a pipe"), run(jvm(), "interrupted"));
    }

    @Test
    void interruptsMayComeInTheMiddle() throws Exception {
        List<String> lines = run(jvm(), "interruptedMeanwhile");
        assertEquals(5, lines.size());
        assertTrue(lines.stream().allMatch(line -> line.startsWith("a pipe")), lines::toString);
    }

    @Test
    void aVirtualThreadMayBeTheFirst() throws Exception {
        assumeTrue(java.lang.Runtime.version().feature() >= 21, "virtual threads came with JDK 21");
        assertEquals(List.of("a pipe", "a pipe"), run(jvm(), "virtual"));
    }

    @Test
    void aStaticInitialiserMayBeTheFirst() throws Exception {
        assertEquals(List.of("a pipe", "a pipe"), run(jvm(), "static"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 16})
    void tooFewDescriptorsAreToldAndNotRemembered(int left) throws Exception {
        List<String> lines = run(jvm().descriptorLimit(200), "descriptors", Integer.toString(left));
        assertEquals(2, lines.size(), lines::toString);
        Matcher told = Pattern.compile("no native calls now: only (\\d+) descriptors are left, .*")
                .matcher(lines.get(0));
        assertTrue(told.matches(), lines.get(0));
        // The class loader may hold one or two of them in the meantime.
        assertTrue(Integer.parseInt(told.group(1)) <= left, lines.get(0));
        assertTrue(lines.get(0).contains("(ulimit -n), and try again"), lines.get(0));
        assertEquals("a pipe", lines.get(1));
    }

    /** What is asked for beforehand is enough, with hardly any to spare. */
    @Test
    void asManyDescriptorsAsAreAskedForAreEnough() throws Exception {
        assertEquals(List.of("a pipe", "a pipe"), run(jvm().descriptorLimit(200), "descriptors", "66"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"with blanks in it", "каталог", "目录", "ümläut", "percent%20", "plus+semi;"})
    void aDirectoryForTemporaryFilesMayHaveAnyName(String name) throws Exception {
        Path temporary;
        try {
            temporary = Files.createDirectory(directory.resolve(name));
        } catch (java.nio.file.InvalidPathException e) {
            assumeTrue(false, "not a name in the encoding of this JVM");
            return;
        }
        assertEquals(List.of("a pipe", "a pipe"), run(jvm().options("-Djava.io.tmpdir=" + temporary), "plain"));
    }

    @Test
    void aDirectoryThatIsMissingIsNamedWithWhatHelps() throws Exception {
        Path missing = directory.resolve("missing");
        List<String> lines = run(nowhereElse().options("-Djava.io.tmpdir=" + missing), "plain");
        assertEquals(2, lines.size());
        assertTrue(
                lines.get(0).startsWith("no native calls now: jffi cannot unpack its native part to " + missing),
                lines.get(0));
        assertTrue(lines.get(0).contains("set java.io.tmpdir"), lines.get(0));
    }

    /** Not even root writes there. */
    @Test
    void aDirectoryThatCannotBeWrittenToIsNamedWithWhatHelps() throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self")), "such a directory is needed");
        List<String> lines = run(nowhereElse().options("-Djava.io.tmpdir=/proc"), "plain");
        assertTrue(
                lines.get(0).startsWith("no native calls now: jffi cannot unpack its native part to /proc"),
                lines.get(0));
    }

    @Test
    void aDirectoryThatForbidsExecutionIsNamedByJffi() throws Exception {
        Path mount = noexecMount();
        assumeTrue(mount != null, "no such mount can be written to here");
        Path temporary = Files.createTempDirectory(mount, "vigil");
        try {
            List<String> lines = run(nowhereElse().options("-Djava.io.tmpdir=" + temporary), "plain");
            assertTrue(lines.get(0).startsWith("no native calls on "), lines.get(0));
            assertTrue(lines.get(0).contains("noexec"), lines.get(0));
            assertEquals(lines.get(0), lines.get(1));
        } finally {
            try (Stream<Path> left = Files.list(temporary)) {
                for (Path file : left.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(temporary);
        }
    }

    private static Path noexecMount() throws Exception {
        Path mounts = Path.of("/proc/mounts");
        if (!Files.exists(mounts)) {
            return null;
        }
        for (String line : Files.readAllLines(mounts)) {
            String[] fields = line.split(" ", -1);
            Path point = Path.of(fields[1]);
            if (fields[2].equals("tmpfs") && fields[3].contains("noexec") && Files.isWritable(point)) {
                return point;
            }
        }
        return null;
    }

    /** jffi looks there next. */
    @Test
    void theWorkingDirectoryWillDo() throws Exception {
        List<String> lines = run(
                jvm().options("-Djava.io.tmpdir=" + directory.resolve("missing"), "-Duser.dir=" + directory), "plain");
        assertEquals(List.of("a pipe", "a pipe"), lines);
    }

    @Test
    void whatJffiSaysItselfIsToldAndRemembered() throws Exception {
        Path missing = directory.resolve("missing");
        List<String> lines = run(
                nowhereElse().options("-Djffi.boot.library.path=" + directory, "-Djava.io.tmpdir=" + missing), "plain");
        assertEquals(2, lines.size(), lines::toString);
        assertTrue(lines.get(0).startsWith("no native calls on "), lines.get(0));
        assertTrue(lines.get(0).contains("java.io.tmpdir"), lines.get(0));
        assertFalse(lines.get(0).contains("could not load FFI provider"), lines.get(0));
        assertEquals(lines.get(0), lines.get(1));
    }

    @Test
    void theModuleThatJffiNeedsIsNamed() throws Exception {
        List<String> lines = run(jvm().options("--limit-modules", "java.base,jdk.unsupported"), "plain");
        assertTrue(lines.get(0).contains("jffi needs the module java.logging"), lines.get(0));
        assertEquals(lines.get(0), lines.get(1));
    }

    @Test
    void noOtherModuleOfTheJdkIsNeeded() throws Exception {
        assertEquals(
                List.of("a pipe", "a pipe"), run(jvm().options("--limit-modules", "java.base,java.logging"), "plain"));
    }

    @Test
    void aSecurityManagerThatRefusesIsNamed() throws Exception {
        assumeTrue(java.lang.Runtime.version().feature() < 24, "JDK 24 has done away with them");
        ChildJvm.Ended ended = jvm().options("-Djava.security.manager").run(FirstUseProgram.class, "plain");
        List<String> lines = ended.out().lines().toList();
        assertEquals(2, lines.size(), ended::toString);
        assertTrue(lines.get(0).startsWith("no native calls now: java.security.AccessControlException"), lines.get(0));
    }

    /** Without a working directory that could be written to instead. */
    private ChildJvm nowhereElse() {
        return jvm().options("-Duser.dir=" + directory.resolve("missing"));
    }

    private static ChildJvm jvm() {
        return ChildJvm.withTestClassPath().options("--enable-native-access=ALL-UNNAMED");
    }

    private static List<String> run(ChildJvm jvm, String... arguments) throws Exception {
        jvm.options(FirstUseProgram.class.getName());
        ChildJvm.Ended ended = jvm.run(arguments);
        // What JDK 18 and later say by themselves.
        assertEquals("", ended.err().replace("WARNING: java.io.tmpdir directory does not exist\n", ""));
        return ended.out().lines().toList();
    }
}
