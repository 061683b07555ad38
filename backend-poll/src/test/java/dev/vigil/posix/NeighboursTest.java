package dev.vigil.posix;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vigil.contract.ChildJvm;
import java.io.File;
import java.util.Arrays;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What Vigil keeps in a JVM that others live in too. */
class NeighboursTest {
    private static final int LOADERS = 20;

    /** With a piece for each thread these would keep 320 MB, and have not that much. */
    @Test
    void virtualThreadsThatWaitKeepNoMemory() throws Exception {
        assumeTrue(java.lang.Runtime.version().feature() >= 21, "virtual threads came with JDK 21");
        String kept = jvm().options("-XX:MaxDirectMemorySize=64m", VirtualThreadsProgram.class.getName())
                .run()
                .assertClean()
                .out()
                .strip();
        assertTrue(Long.parseLong(kept) < 16 << 20, kept + " bytes");
    }

    /** With jnr in a loader that stays, Vigil's own are freed, but for a few that a collector has not come to. */
    @Test
    void loadersOfVigilAreFreedIfThatOfJnrIsKept() throws Exception {
        String parent = pathOf(NeighboursTest::isForeign);
        String child = pathOf(entry -> !isForeign(entry));
        String kept = jvm().options("-Xmx256m", LoadersProgram.class.getName())
                .run(parent, child, Integer.toString(LOADERS))
                .assertClean()
                .out()
                .strip();
        assertTrue(Integer.parseInt(kept) <= 5, kept + " of " + LOADERS + " loaders are still there");
    }

    private static ChildJvm jvm() {
        return ChildJvm.withTestClassPath().options("--enable-native-access=ALL-UNNAMED");
    }

    private static boolean isForeign(String entry) {
        return entry.contains("jnr") || entry.contains("jffi") || entry.contains("asm");
    }

    private static String pathOf(Predicate<String> wanted) {
        String path = Arrays.stream(ChildJvm.testClassPath().split(File.pathSeparator, -1))
                .filter(wanted)
                .collect(Collectors.joining(File.pathSeparator));
        assertFalse(path.isEmpty());
        return path;
    }
}
