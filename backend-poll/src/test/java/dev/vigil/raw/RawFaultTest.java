package dev.vigil.raw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vigil.contract.ChildJvm;
import dev.vigil.posix.OperatingSystem;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every native call of what opens or takes over a descriptor, failing: nothing of it stays open. */
class RawFaultTest {
    @Test
    void whateverCallFailsNothingStaysOpenAndWhatWasTakenIsGiven() throws Exception {
        assumeTrue(OperatingSystem.CURRENT == OperatingSystem.LINUX, "its error numbers, and /proc/self/fd");
        ChildJvm.Ended ended = ChildJvm.withTestClassPath().optionsFromBuild().run(RawFaultProgram.class);
        List<String> lines = ended.out().lines().toList();
        assertTrue(!lines.isEmpty() && lines.get(lines.size() - 1).endsWith(" wrong"), ended::toString);
        assertEquals(List.of(), lines.subList(0, lines.size() - 1), ended::err);
        assertTrue(Integer.parseInt(lines.get(0).replaceFirst(" cases.*", "")) > 60, lines::toString);
    }
}
