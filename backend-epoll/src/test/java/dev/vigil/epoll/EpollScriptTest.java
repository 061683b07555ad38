package dev.vigil.epoll;

import dev.vigil.posix.RawFixtures;
import dev.vigil.posix.ScriptKernel;
import dev.vigil.trust.Dialect;
import dev.vigil.trust.Dialect.Trait;
import dev.vigil.trust.Kernel;
import dev.vigil.trust.ScriptContract;
import dev.vigil.trust.StressContract;

/** Random scripts on epoll. */
class EpollScriptTest implements ScriptContract, StressContract {
    private final Kernel kernel = new ScriptKernel();

    @Override
    public Dialect dialect() {
        return new Dialect(
                RawFixtures.of("epoll"),
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
