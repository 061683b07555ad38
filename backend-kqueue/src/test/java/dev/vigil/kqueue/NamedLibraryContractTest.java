package dev.vigil.kqueue;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vigil.contract.EachKind;
import dev.vigil.contract.EventSourceContract;
import dev.vigil.contract.Fixture;
import dev.vigil.contract.Kind;
import dev.vigil.contract.Polling;
import dev.vigil.contract.Trait;
import dev.vigil.posix.RawFixtures;
import java.io.File;
import java.io.IOException;
import java.util.Objects;
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
            RawFixtures.of(new KqueueBackend(new KqueueChoice(KqueueSystem.current(), KqueueChoice.named())));

    @Override
    public Fixture fixture() {
        return fixture;
    }

    private static final String CLEARS_ERRORS = "libkqueue asks for SO_ERROR, which clears it: an error is told once";
    private static final String KEEPS_CLOSED = "libkqueue does not learn of close(2), and its epoll entry lives on";
    private static final String CLOSES_LATER = "a thread of libkqueue closes what belonged to a closed queue, later";

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
    @Test
    @Disabled(CLOSES_LATER)
    public void withoutADescriptorLeftOpeningFailsClearlyAndLeaksNothing() {}

    /** Nothing is left behind, but only once that thread has been at work. */
    @Override
    @Test
    public void twoThousandSourcesLeaveNoDescriptorBehind() throws IOException {
        int before = descriptors();
        for (int i = 0; i < 2_000; i++) {
            open().close();
        }
        // No source is open before and after; a thread that waits for queues to be closed has two or three of its own.
        long end = System.nanoTime() + Polling.LIMIT.toNanos();
        while (descriptors() > before + 3) {
            assertTrue(System.nanoTime() - end < 0, () -> "from " + before + " to " + descriptors() + " descriptors");
            Thread.onSpinWait();
        }
    }

    @Override
    @EachKind({Trait.READ, Trait.END})
    public void aReaderWhoseWriterIsGoneSeesTheEnd(Kind kind) throws IOException {
        assumeTrue(
                !kind.has(Trait.HALF_CLOSE) || kind.has(Trait.LOCAL),
                "libkqueue tells the end of TCP only after its data once both directions are watched");
        EventSourceContract.super.aReaderWhoseWriterIsGoneSeesTheEnd(kind);
    }

    private static int descriptors() {
        return Objects.requireNonNull(new File("/proc/self/fd").list()).length;
    }

    static boolean isNamed() {
        return KqueueChoice.named() != null;
    }
}
