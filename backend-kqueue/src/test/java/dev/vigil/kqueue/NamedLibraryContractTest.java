package dev.vigil.kqueue;

import dev.vigil.contract.EventSourceContract;
import dev.vigil.contract.Fixture;
import dev.vigil.posix.RawFixtures;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * The contract on libkqueue, which the system property {@value KqueueBackend#LIBRARY} or the environment variable
 * {@code VIGIL_KQUEUE_LIBRARY} names. If one is named and does not work, this fails.
 */
@EnabledIf(
        value = "isNamed",
        disabledReason = "no libkqueue is named by -Ddev.vigil.kqueue.library or VIGIL_KQUEUE_LIBRARY")
class NamedLibraryContractTest implements EventSourceContract {
    private final Fixture fixture =
            RawFixtures.of(new KqueueBackend(new KqueueChoice(KqueueSystem.current(), named())));

    @Override
    public Fixture fixture() {
        return fixture;
    }

    static boolean isNamed() {
        return named() != null;
    }

    private static String named() {
        String property = System.getProperty(KqueueBackend.LIBRARY);
        return property != null ? property : System.getenv("VIGIL_KQUEUE_LIBRARY");
    }
}
