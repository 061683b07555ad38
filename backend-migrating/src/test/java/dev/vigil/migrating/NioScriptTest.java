package dev.vigil.migrating;

import dev.vigil.contract.Fixture;
import dev.vigil.posix.ScriptKernel;
import dev.vigil.trust.Dialect;
import dev.vigil.trust.Dialect.Trait;
import dev.vigil.trust.Kernel;
import dev.vigil.trust.ScriptContract;
import dev.vigil.trust.StressContract;

/** Random scripts on nio. Here, since what judges them is native, and the module of nio has nothing native. */
class NioScriptTest implements ScriptContract, StressContract {
    private final Kernel kernel = new ScriptKernel();

    @Override
    public Dialect dialect() {
        return new Dialect(Fixture.ofChannels("nio"), Trait.SURVIVES_REUSE, Trait.TELLS_FILES_APART);
    }

    @Override
    public Kernel kernel() {
        return kernel;
    }
}
