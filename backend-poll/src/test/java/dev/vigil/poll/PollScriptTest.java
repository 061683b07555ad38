package dev.vigil.poll;

import dev.vigil.posix.RawFixtures;
import dev.vigil.posix.ScriptKernel;
import dev.vigil.trust.Dialect;
import dev.vigil.trust.Dialect.Trait;
import dev.vigil.trust.Kernel;
import dev.vigil.trust.ScriptContract;
import dev.vigil.trust.StressContract;

/** Random scripts on poll(2). */
class PollScriptTest implements ScriptContract, StressContract {
    private final Kernel kernel = new ScriptKernel();

    @Override
    public Dialect dialect() {
        return new Dialect(
                RawFixtures.of("poll"),
                Trait.TELLS_INVALID,
                Trait.TAKES_DEVICES,
                Trait.TAKES_POLLABLE_REGULAR,
                Trait.SURVIVES_REUSE,
                Trait.TELLS_FILES_APART,
                Trait.WATCHES_NUMBERS,
                Trait.REBUILDS,
                Trait.REBUILDS_WHILE_WATCHED);
    }

    @Override
    public Kernel kernel() {
        return kernel;
    }
}
