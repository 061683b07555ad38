package dev.vigil.epoll;

import dev.vigil.posix.RawFixtures;
import dev.vigil.posix.ScriptKernel;
import dev.vigil.trust.Dialect;
import dev.vigil.trust.Dialect.Trait;
import dev.vigil.trust.Kernel;
import dev.vigil.trust.ScriptContract;
import dev.vigil.trust.StressContract;
import dev.vigil.uring.RingSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;

/** Random scripts on epoll, when what handlers change waits for the end of the turn. */
class EpollRingScriptTest implements ScriptContract, StressContract {
    private final Kernel kernel = new ScriptKernel();

    @BeforeAll
    static void needRing() {
        Assumptions.assumeTrue(RingSupport.availability().usable(), RingSupport::describe);
    }

    @Override
    public Dialect dialect() {
        return new Dialect(
                RawFixtures.of(new RingedEpoll()),
                Trait.SURVIVES_REUSE,
                Trait.TELLS_FILES_APART,
                Trait.TAKES_POLLABLE_REGULAR,
                Trait.REBUILDS,
                Trait.REBUILDS_WHILE_WATCHED,
                Trait.SHOWS_LEFTOVERS,
                Trait.CLOSES_NESTED);
    }

    @Override
    public Kernel kernel() {
        return kernel;
    }
}
