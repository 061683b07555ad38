package dev.vigil.bench.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CpuTimesTest {
    @Test
    void theTimesOfAProcessAndOfItsEndedChildrenAreAddedUp() {
        String stat = "42 (a (strange) name) S 1 42 42 0 -1 4194560 1 2 3 4 100 20 3 4 20 0 1 0 5 6 7";
        assertEquals(127 * 10_000_000L, CpuTimes.parse(stat));
    }

    @Test
    void thisProcessHasUsedSome() {
        assumeTrue(Files.exists(Path.of("/proc/self/stat")), "there is no /proc here");
        assertTrue(CpuTimes.of(ProcessHandle.current()).orElseThrow() > 0);
    }
}
