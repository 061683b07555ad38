package dev.vigil.kqueue;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vigil.contract.EachKind;
import dev.vigil.contract.EventSourceContract;
import dev.vigil.contract.Fixture;
import dev.vigil.contract.Kind;
import dev.vigil.contract.Trait;
import dev.vigil.posix.RawFixtures;
import java.io.IOException;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
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

    private static final String CLEARS_ERRORS = "libkqueue asks for SO_ERROR, which clears it: an error is told once";
    private static final String KEEPS_CLOSED = "libkqueue does not learn of close(2), and its epoll entry lives on";

    @Override
    @Test
    @Disabled(CLEARS_ERRORS)
    public void aResetConnectionHasAnErrorAndIsHungUp() {}

    @Override
    @Test
    @Disabled(CLEARS_ERRORS)
    public void aResetConnectionIsReadClosedToo() {}

    @Override
    @Test
    @Disabled(CLEARS_ERRORS)
    public void anErrorThatComesBackForADatagramIsAnErrorOfWhatWasAskedFor() {}

    @Override
    @Test
    @Disabled(KEEPS_CLOSED)
    public void aDuplicateThatKeepsAClosedDescriptorAliveCausesFewStaleEvents() {}

    @Override
    @Test
    @Disabled(KEEPS_CLOSED)
    public void aNumberThatComesBackWhileADuplicateLivesReportsToItsNewHandlerOnly() {}

    @Override
    @EachKind({Trait.READ, Trait.END})
    public void aReaderWhoseWriterIsGoneSeesTheEnd(Kind kind) throws IOException {
        assumeTrue(
                !kind.has(Trait.HALF_CLOSE) || kind.has(Trait.LOCAL),
                "libkqueue tells the end of TCP only after its data once both directions are watched");
        EventSourceContract.super.aReaderWhoseWriterIsGoneSeesTheEnd(kind);
    }

    static boolean isNamed() {
        return named() != null;
    }

    private static String named() {
        String property = System.getProperty(KqueueBackend.LIBRARY);
        return property != null ? property : System.getenv("VIGIL_KQUEUE_LIBRARY");
    }
}
