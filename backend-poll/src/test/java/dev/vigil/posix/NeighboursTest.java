package dev.vigil.posix;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vigil.contract.ChildJvm;
import org.junit.jupiter.api.Test;

/** What Vigil keeps in a JVM that others live in too. */
class NeighboursTest {
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

    private static ChildJvm jvm() {
        return ChildJvm.withTestClassPath().options("--enable-native-access=ALL-UNNAMED");
    }
}
