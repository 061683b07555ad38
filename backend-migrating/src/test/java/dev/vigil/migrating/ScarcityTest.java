package dev.vigil.migrating;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vigil.contract.ChildJvm;
import dev.vigil.posix.OperatingSystem;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Too few descriptors, and too few threads: whatever is refused, it is said, nothing is left behind, and all works again when
 * there is enough.
 */
class ScarcityTest {
    /** Nobody else's, so that its threads are those of the JVM that it is given to. */
    private static final int USER = 54_321;

    @BeforeAll
    static void limitsAreKnown() {
        assumeTrue(OperatingSystem.CURRENT == OperatingSystem.LINUX, "/proc, and the limits of Linux");
    }

    /**
     * In 32 and in 64 no native part is loaded, and so the backend nio has to do; in 256 everything works. In 32 it depends on how many
     * jars the class path has whether even a selector can be had: each is a descriptor.
     */
    @ParameterizedTest
    @ValueSource(ints = {32, 64, 256})
    void whicheverDescriptorIsTheOneTooManyItIsToldAndNothingIsLeft(int limit) throws Exception {
        ChildJvm.Ended ended = jvm().descriptorLimit(limit)
                .options("-cp", fewJars(), "-XX:TieredStopAtLevel=1", "-Ddev.vigil.backend.auto.file=off")
                .run(ScarceProgram.class, "12");
        List<String> lines = ended.out().lines().toList();
        assertTrue(lines.size() >= 19 && lines.contains("ends"), ended::toString);
        assertEquals(
                List.of(), lines.stream().filter(line -> line.contains("WRONG")).toList());
        for (String line : lines) {
            if (limit == 256 ? line.contains(": ") : limit == 64 && line.startsWith("nio source")) {
                assertTrue(line.contains(": works;") && !line.contains(" 0 worked") && !line.contains(" 0 told"), line);
            }
        }
    }

    /** Those that the program needs: where there are 32 descriptors each jar counts. */
    private static String fewJars() {
        List<String> needed =
                List.of("jnr", "jffi", "asm", "jupiter-api", "opentest4j", "platform-commons", "apiguardian");
        return Arrays.stream(ChildJvm.testClassPath().split(File.pathSeparator, -1))
                .filter(entry -> Files.isDirectory(Path.of(entry))
                        || entry.contains("vigil")
                        || needed.stream().anyMatch(Path.of(entry).getFileName().toString()::contains))
                .collect(Collectors.joining(File.pathSeparator));
    }

    @Test
    void whicheverThreadIsTheOneTooManyItIsToldAndNothingIsLeft() throws Exception {
        ChildJvm jvm = jvm().options("-XX:+UseSerialGC", "-Xlog:disable", "-Ddev.vigil.wait.idle=1");
        if (isRoot()) {
            // Who has no limit; the abilities are for the class path, which may be in a home of root's.
            String kept = "+dac_override,+dac_read_search";
            String[] launcher = {
                "setpriv", "--reuid=" + USER, "--clear-groups", "--inh-caps=" + kept, "--ambient-caps=" + kept
            };
            assumeTrue(works(launcher), "root has no limit of threads, and setpriv does not work here");
            jvm.under(launcher);
        }
        ChildJvm.Ended ended = jvm.run(ScarceThreadsProgram.class);
        List<String> lines = ended.out().lines().toList();
        assertTrue(lines.contains("ends"), ended::toString);
        assertEquals(
                List.of(), lines.stream().filter(line -> line.contains("WRONG")).toList());
        assertEquals(14, lines.size(), ended::toString);
        assertEquals("open: nio", lines.get(0), "what needs no thread will do");
    }

    /** A heap that is full for a while: thousands of registrations, a loop and relays go on when it is not. */
    @ParameterizedTest
    @ValueSource(strings = {"-Xmx16m", "-Xmx32m"})
    void whoFindsNoMemoryIsToldAndWhatWasThereGoesOn(String heap) throws Exception {
        ChildJvm.Ended ended = jvm().options(heap, "-XX:+UseSerialGC", "-Ddev.vigil.backend.auto.file=off")
                .run(ScarceMemoryProgram.class);
        List<String> lines = ended.out().lines().toList();
        assertEquals(4, lines.size(), ended::toString);
        assertEquals("ends", lines.get(3), ended::toString);
        for (String line : lines.subList(0, 3)) {
            assertTrue(line.contains("3 registrations refused") && line.contains("told of it"), line);
        }
    }

    private static boolean isRoot() throws IOException {
        return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
    }

    private static boolean works(String... launcher) throws InterruptedException {
        String[] command = Arrays.copyOf(launcher, launcher.length + 1);
        command[launcher.length] = "true";
        try {
            return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static ChildJvm jvm() {
        return ChildJvm.withTestClassPath().optionsFromBuild();
    }
}
