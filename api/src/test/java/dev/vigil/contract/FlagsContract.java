package dev.vigil.contract;

import static dev.vigil.Readiness.ERROR_BIT;
import static dev.vigil.Readiness.HANGUP_BIT;
import static dev.vigil.Readiness.READABLE_BIT;
import static dev.vigil.Readiness.READ_CLOSED_BIT;
import static dev.vigil.Readiness.WRITABLE_BIT;

import dev.vigil.EventSource;
import dev.vigil.Feature;
import dev.vigil.Interest;
import dev.vigil.Registration;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Assertions;

/**
 * The table of flags: what exactly is reported in each situation of a pipe or a stream. What a backend without
 * {@link Feature#READ_CLOSED} reports is the same table with only the columns readable and writable.
 */
public interface FlagsContract extends Contract {
    /** Every set of directions that a kind and the backend take, NONE included. */
    private List<Interest> interests(Kind kind) {
        Interest all = kind.has(Trait.READ) ? Interest.READ : Interest.NONE;
        all = kind.has(Trait.WRITE) ? all.and(Interest.WRITE) : all;
        all = fixture().has(Feature.READ_CLOSED) ? all.and(Interest.READ_CLOSED) : all;
        all = fixture().has(Feature.PRIORITY) ? all.and(Interest.PRIORITY) : all;
        Interest most = all;
        return List.of(
                        Interest.NONE,
                        Interest.READ,
                        Interest.WRITE,
                        Interest.READ.and(Interest.WRITE),
                        Interest.READ_CLOSED,
                        Interest.READ.and(Interest.READ_CLOSED),
                        Interest.WRITE.and(Interest.READ_CLOSED),
                        Interest.READ.and(Interest.WRITE).and(Interest.READ_CLOSED),
                        Interest.READ.and(Interest.PRIORITY),
                        most)
                .stream()
                .filter(most::contains)
                .distinct()
                .toList();
    }

    /**
     * Registers for each interest in turn, and finds exactly the flags that the rules make of the state.
     *
     * @param state what is true of the descriptor, whatever was asked for
     */
    private void assertReported(Kind kind, Link link, int state) throws IOException {
        for (Interest interest : interests(kind)) {
            try (EventSource source = open()) {
                Recorder seen = new Recorder();
                Registration registration = link.register(source, interest, seen);
                int expected = fixture().reported(interest, state);
                if (expected == 0) {
                    Polling.assertSilent(source);
                } else {
                    Polling.untilSettled(source, seen, expected);
                }
                registration.cancel();
                source.pollNow();
            }
        }
    }

    /** Waits for what is on its way, so that the state is what it will be. */
    private void await(Link link, Interest interest) throws IOException {
        try (EventSource source = open()) {
            Recorder seen = new Recorder();
            Registration registration = link.register(source, interest, seen);
            Polling.untilSeen(source, seen);
            registration.cancel();
            source.pollNow();
        }
    }

    @Rule({8, 9})
    @EachKind
    default void aQuietDescriptorIsAtMostWritable(Kind kind) throws IOException {
        try (Link link = kind.open()) {
            assertReported(kind, link, kind.has(Trait.WRITE) ? WRITABLE_BIT : 0);
        }
    }

    @Rule({8, 9})
    @EachKind(Trait.READ)
    default void aDescriptorWithSomethingToReadIsReadable(Kind kind) throws IOException {
        try (Link link = kind.open()) {
            link.makeReadable();
            await(link, Interest.READ);
            assertReported(kind, link, kind.has(Trait.WRITE) ? READABLE_BIT | WRITABLE_BIT : READABLE_BIT);
        }
    }

    @Rule({8, 9})
    @EachKind(Trait.HALF_CLOSE)
    default void aStreamThatItsPeerHasShutIsReadClosed(Kind kind) throws IOException {
        try (Link link = kind.open()) {
            link.shutFar();
            await(link, Interest.READ);
            assertReported(kind, link, READABLE_BIT | WRITABLE_BIT | READ_CLOSED_BIT);
        }
    }

    @Rule(9)
    @EachKind(Trait.HALF_CLOSE)
    default void aStreamThatThisSideHasShutIsNoHangUp(Kind kind) throws IOException {
        try (Link link = kind.open()) {
            link.shutNear();
            assertReported(kind, link, WRITABLE_BIT);
        }
    }

    @Rule({8, 9})
    @EachKind(Trait.HALF_CLOSE)
    default void aStreamThatBothSidesHaveShutIsHungUp(Kind kind) throws IOException {
        try (Link link = kind.open()) {
            link.shutFar();
            await(link, Interest.READ);
            link.shutNear();
            assertReported(kind, link, READABLE_BIT | WRITABLE_BIT | READ_CLOSED_BIT | HANGUP_BIT);
        }
    }

    @Rule({8, 9})
    @EachKind({Trait.READ, Trait.END})
    default void aReaderWhoseWriterIsGoneSeesTheEnd(Kind kind) throws IOException {
        for (boolean withData : List.of(false, true)) {
            try (Link link = kind.open()) {
                if (withData) {
                    link.makeReadable();
                }
                link.closeFar();
                await(link, Interest.READ);
                assertReported(kind, link, end(kind));
                link.drain();
                assertReported(kind, link, end(kind));
            }
        }
    }

    /** A pipe hangs up; so does a socket of this machine; a TCP socket cannot know that its peer will read no more. */
    private static int end(Kind kind) {
        if (!kind.has(Trait.HALF_CLOSE)) {
            return READABLE_BIT | READ_CLOSED_BIT | HANGUP_BIT;
        }
        int shut = READABLE_BIT | WRITABLE_BIT | READ_CLOSED_BIT;
        return kind.has(Trait.LOCAL) ? shut | HANGUP_BIT : shut;
    }

    @Rule({8, 9})
    @EachKind(
            value = {Trait.WRITE, Trait.END},
            without = Trait.READ)
    default void aPipeWhoseReaderIsGoneHasAnErrorAndStaysWritable(Kind kind) throws IOException {
        for (boolean full : List.of(false, true)) {
            try (Link link = kind.open()) {
                if (full) {
                    link.fill();
                }
                link.closeFar();
                assertReported(kind, link, WRITABLE_BIT | ERROR_BIT);
            }
        }
    }

    @Rule({8, 9})
    @EachKind(Trait.FILL)
    default void aFullDescriptorIsNotWritable(Kind kind) throws IOException {
        try (Link link = kind.open();
                EventSource source = open()) {
            Recorder seen = new Recorder();
            Registration registration = link.register(source, Interest.WRITE, seen);
            Polling.fill(link, source);
            Assertions.assertTrue(registration.isActive());
            Polling.assertSilent(source);
        }
    }
}
