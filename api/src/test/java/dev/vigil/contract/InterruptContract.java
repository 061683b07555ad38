package dev.vigil.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.EventSource;
import dev.vigil.Interest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link Thread#interrupt} ends a poll, and the status stays. */
public interface InterruptContract extends Contract {
    /** Polls until it is interrupted, and comes back with the status. */
    private static Companion<Boolean> interruptible(EventSource source) {
        return Companion.calling(() -> {
            assertEquals(0, source.poll());
            return Thread.currentThread().isInterrupted();
        });
    }

    @Rule(17)
    @Test
    default void aPollOfAnInterruptedThreadReturnsAtOnceAndTheStatusStays() throws IOException {
        try (EventSource source = open()) {
            Thread.currentThread().interrupt();
            try {
                assertEquals(0, source.poll());
                assertEquals(0, source.poll(Polling.LIMIT));
                assertTrue(Thread.currentThread().isInterrupted());
            } finally {
                assertTrue(Thread.interrupted());
            }
            Polling.assertSilent(source);
        }
    }

    @Rule(17)
    @Test
    default void anInterruptedThreadIsStillGivenWhatIsReady() throws IOException {
        try (EventSource source = open();
                Link link = fixture().kind(Trait.READ).open()) {
            Recorder seen = new Recorder();
            link.register(source, Interest.READ, seen);
            link.makeReadable();
            Polling.untilSeen(source, seen);
            Thread.currentThread().interrupt();
            try {
                assertEquals(1, source.poll());
            } finally {
                assertTrue(Thread.interrupted());
            }
        }
    }

    @Rule(17)
    @Test
    default void anInterruptEndsAPollInProgressAndTheStatusStays() throws Exception {
        try (EventSource source = open()) {
            for (int i = 0; i < 10; i++) {
                Companion<Boolean> poller = interruptible(source).awaitBlocked();
                poller.thread().interrupt();
                assertTrue(poller.join(), "the interrupt status was lost");
            }
            long start = System.nanoTime();
            Polling.assertSilent(source);
            assertTrue(System.nanoTime() - start >= Polling.QUIET.toNanos());
        }
    }

    @Rule({16, 17})
    @ParameterizedTest(name = "the one that came as number {0}")
    @ValueSource(ints = {1, 2, 3, 4})
    default void anInterruptEndsThePollOfItsThreadAndNoOther(int number) throws Exception {
        try (EventSource source = open()) {
            List<Companion<Boolean>> pollers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                pollers.add(interruptible(source).awaitBlocked());
            }
            Companion<Boolean> interrupted = pollers.remove(number - 1);
            interrupted.thread().interrupt();
            assertTrue(interrupted.join());
            for (Companion<Boolean> other : pollers) {
                other.awaitBlocked();
            }
            while (pollers.stream().anyMatch(poller -> !poller.isDone())) {
                source.wakeup();
            }
            for (Companion<Boolean> other : pollers) {
                assertFalse(other.join());
            }
        }
    }
}
