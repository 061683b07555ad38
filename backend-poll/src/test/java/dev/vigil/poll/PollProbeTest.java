package dev.vigil.poll;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vigil.contract.ChildJvm;
import dev.vigil.contract.ProbeWithoutDescriptors;
import dev.vigil.posix.Descriptors;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The probe when descriptors are short. */
class PollProbeTest {
    @Test
    void itLeavesNothingOpenAndIsAskedAgainWhenThereAreDescriptors() throws Exception {
        ChildJvm.Ended ended = ChildJvm.withTestClassPath()
                .optionsFromBuild()
                .descriptorLimit(300)
                .run(Shortage.class);
        assertEquals("was unavailable\nis available\n", ended.assertClean().out());
    }

    /** Asks with few descriptors left. */
    static final class Shortage {
        private Shortage() {}

        public static void main(String[] arguments) throws IOException {
            // Loads what the probe and a refusal need, and remembers nothing.
            PollProbe.run();
            try {
                Descriptors.isNonBlocking(Integer.MAX_VALUE);
                throw new AssertionError("there is no such descriptor");
            } catch (IOException e) {
                ProbeWithoutDescriptors.run(new PollBackend());
            }
        }
    }
}
