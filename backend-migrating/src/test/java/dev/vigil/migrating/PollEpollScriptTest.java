package dev.vigil.migrating;

import dev.vigil.posix.ScriptKernel;
import dev.vigil.trust.Dialect;
import dev.vigil.trust.Dialect.Trait;
import dev.vigil.trust.Kernel;
import dev.vigil.trust.ScriptContract;
import dev.vigil.trust.StressContract;

/** Random scripts on poll with epoll nested in it, with moves at every opportunity. */
class PollEpollScriptTest implements ScriptContract, StressContract {
    private final Kernel kernel = new ScriptKernel();

    @Override
    public Dialect dialect() {
        return new Dialect(
                Configurations.raw(Configurations.of("poll", "epoll").policy(Policies.EAGER)),
                Trait.MAY_TELL_INVALID,
                Trait.KEEPS_COLD,
                Trait.TAKES_POLLABLE_REGULAR,
                Trait.SURVIVES_REUSE,
                Trait.TELLS_FILES_APART,
                Trait.WATCHES_NUMBERS,
                Trait.REBUILDS);
    }

    @Override
    public Kernel kernel() {
        return kernel;
    }
}
