package dev.vigil.kqueue;

import dev.vigil.posix.RawFixtures;
import dev.vigil.posix.ScriptKernel;
import dev.vigil.trust.Dialect;
import dev.vigil.trust.Dialect.Trait;
import dev.vigil.trust.Kernel;
import dev.vigil.trust.ScriptContract;
import dev.vigil.trust.StressContract;

/** Random scripts on the kqueue made for the tests. */
@NeedsCKqueue
class KqueueScriptTest implements ScriptContract, StressContract {
    private final Kernel kernel = new ScriptKernel();

    @Override
    public Dialect dialect() {
        return new Dialect(
                        RawFixtures.of(CKqueue.backend(KeventLayout.CLASSIC)),
                        Trait.LOOSE_ENDS,
                        Trait.SURVIVES_REUSE,
                        Trait.TELLS_FILES_APART,
                        Trait.REBUILDS)
                .without("pty", "mounts", "null", "inotify");
    }

    @Override
    public Kernel kernel() {
        return kernel;
    }
}
