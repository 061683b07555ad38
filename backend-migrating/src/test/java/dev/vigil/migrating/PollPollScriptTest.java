package dev.vigil.migrating;

import dev.vigil.posix.ScriptKernel;
import dev.vigil.trust.Dialect;
import dev.vigil.trust.Dialect.Trait;
import dev.vigil.trust.Kernel;
import dev.vigil.trust.ScriptContract;
import dev.vigil.trust.StressContract;

/** Random scripts on poll over poll, with moves at every opportunity. */
class PollPollScriptTest implements ScriptContract, StressContract {
    private final Kernel kernel = new ScriptKernel();

    @Override
    public Dialect dialect() {
        return new Dialect(
                Configurations.raw(Configurations.of("poll", "poll").policy(Policies.EAGER)),
                Trait.MAY_TELL_INVALID,
                Trait.TELLS_LATER,
                Trait.TAKES_DEVICES,
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
