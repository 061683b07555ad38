package dev.vigil.waits;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vigil.contract.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;

/** Virtual threads that wait, in a JVM with two carriers. */
@Timeout(180)
public abstract class VirtualWaitsContract {
    private final String backend;
    private final Class<?> program;

    protected VirtualWaitsContract(String backend) {
        this(backend, VirtualProgram.class);
    }

    /** With a program of one's own, which makes the backend available and goes on with {@link VirtualProgram#main}. */
    protected VirtualWaitsContract(String backend, Class<?> program) {
        this.backend = backend;
        this.program = program;
    }

    @Test
    @EnabledForJreRange(minVersion = 21, disabledReason = "there are no virtual threads")
    void aThousandWaitOnTwoCarriers() throws Exception {
        ChildJvm.Ended ended = ChildJvm.withTestClassPath()
                .optionsFromBuild()
                .options(
                        "-Djdk.virtualThreadScheduler.parallelism=2",
                        "-Djdk.virtualThreadScheduler.maxPoolSize=2",
                        "-Ddev.vigil.wait.idle=50",
                        "-Ddev.vigil.backend=" + backend)
                .run(program, "1000");
        assertEquals("well\n", ended.assertClean().out());
    }
}
