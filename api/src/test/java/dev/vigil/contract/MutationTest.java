package dev.vigil.contract;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.vigil.fake.FakeFixtures;
import dev.vigil.fake.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** That the suite can fail: each way to break the contract is noticed by the test that is there for it. */
class MutationTest {
    /** A test that waits for what a mutant never tells is stopped after this long; that counts as noticed. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** A test of the suite, run on a fixture and a kind. */
    @FunctionalInterface
    interface Case {
        void run(EventContract contract, Kind kind) throws IOException;
    }

    static Stream<Arguments> mutants() {
        return Stream.of(
                mutant(
                        Fault.LEVEL_TOLD_ONCE,
                        Trait.READ,
                        LevelContract::aReadableDescriptorIsReportedByEveryPollUntilItIsDrained),
                mutant(Fault.EDGE_TOLD_AGAIN, Trait.READ, EdgeContract::anEdgeIsReportedOnceForEachTimeSomethingComes),
                mutant(
                        Fault.ONE_SHOT_WATCHED_ON,
                        Trait.STREAM,
                        OneShotContract::aOneShotThatFiredIsSilentForAHangUpUntilItIsArmed),
                mutant(
                        Fault.PAUSED_WATCHED_ON,
                        Trait.END,
                        LevelContract::aPausedRegistrationDoesNotSpinWhenTheOtherEndIsGone),
                mutant(Fault.CHANGE_DOES_NOT_LOOK, Trait.READ, OneShotContract::rearmReportsWhatIsReadyAlready),
                mutant(Fault.CHANGE_DOES_NOT_LOOK, Trait.READ, EdgeContract::rearmReportsAnEdgeThatIsStillThere),
                mutant(Fault.DIRECTIONS_APART, Trait.HALF_CLOSE, LevelContract::bothDirectionsReadyAtOnceAreOneEvent),
                mutant(
                        Fault.OWN_SHUTDOWN_IS_HANGUP,
                        Trait.HALF_CLOSE,
                        FlagsContract::aStreamThatThisSideHasShutIsNoHangUp),
                mutant(Fault.READ_CLOSED_LOST, Trait.HALF_CLOSE, FlagsContract::aStreamThatItsPeerHasShutIsReadClosed),
                mutant(Fault.HANGUP_LOST, Trait.STREAM, FlagsContract::aReaderWhoseWriterIsGoneSeesTheEnd),
                mutant(Fault.ALWAYS_WRITABLE, Trait.FILL, FlagsContract::aFullDescriptorIsNotWritable),
                mutant(
                        Fault.REMOVED_WATCHED_ON,
                        Trait.READ,
                        (contract, kind) -> contract.aDuplicateThatKeepsAClosedDescriptorAliveCausesFewStaleEvents()),
                mutant(
                        Fault.REPLACEMENT_UNNOTICED,
                        Trait.READ,
                        (contract, kind) -> contract.aNumberReused2000TimesWithoutCancelReportsToItsNewHandlerOnly()),
                mutant(Fault.EVENTS_LOST, Trait.READ, RegistrationContract::ofAHundredExactlyTheReadyOnesAreReported));
    }

    private static Arguments mutant(Fault fault, Trait trait, Case test) {
        return Arguments.of(fault, trait, test);
    }

    @ParameterizedTest(name = "{0} ({index})")
    @MethodSource("mutants")
    void aBrokenMechanismIsNoticed(Fault fault, Trait trait, Case test) throws InterruptedException {
        assertNull(
                run(test, trait, FakeFixtures.with(), Polling.LIMIT),
                "the test passes on a mechanism that keeps the contract");
        Throwable noticed = run(test, trait, FakeFixtures.with(fault), PATIENCE);
        if (!(noticed instanceof IllegalStateException)) {
            assertInstanceOf(AssertionError.class, noticed, () -> fault + " was not noticed");
        }
    }

    /** Runs a test of the suite; returns what it threw, or null. */
    private static Throwable run(Case test, Trait trait, Fixture fixture, Duration patience)
            throws InterruptedException {
        Kind kind = fixture.kinds().stream()
                .filter(one -> one.has(trait))
                .findFirst()
                .orElseThrow();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        EventContract contract = () -> fixture;
        Thread thread = new Thread(() -> {
            try {
                test.run(contract, kind);
            } catch (Throwable e) {
                thrown.set(e);
            }
        });
        thread.start();
        thread.join(patience.toMillis());
        thread.interrupt();
        thread.join();
        return thrown.get();
    }
}
