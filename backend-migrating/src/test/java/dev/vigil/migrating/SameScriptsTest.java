package dev.vigil.migrating;

import dev.vigil.posix.RawFixtures;
import dev.vigil.posix.ScriptKernel;
import dev.vigil.trust.Dialect;
import dev.vigil.trust.Kernel;
import dev.vigil.trust.SameScripts;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The same random scripts on several backends. */
class SameScriptsTest {
    private static final long STEPS = 20_000;

    private final Kernel kernel = new ScriptKernel();

    @Test
    @Timeout(value = 1, unit = TimeUnit.DAYS)
    void pollEpollAndMigratingTellTheSame() throws IOException {
        SameScripts.compare(
                kernel,
                STEPS,
                new PollEpollScriptTest().dialect(),
                new EpollEpollScriptTest().dialect(),
                new Dialect(RawFixtures.of("poll"), Dialect.Trait.TAKES_POLLABLE_REGULAR),
                new Dialect(RawFixtures.of("epoll"), Dialect.Trait.TAKES_POLLABLE_REGULAR));
    }

    @Test
    @Timeout(value = 1, unit = TimeUnit.DAYS)
    void nioAndEpollTellTheSameOfChannels() throws IOException {
        SameScripts.compare(kernel, STEPS, new NioScriptTest().dialect(), new Dialect(RawFixtures.of("epoll")));
    }
}
