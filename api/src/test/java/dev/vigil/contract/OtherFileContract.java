package dev.vigil.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Registration;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.function.Executable;

/** What was closed without being cancelled, while its number goes to another file: what is told of that one, and to whom. */
public interface OtherFileContract extends Contract {
    /** More than enough for one of them to get the number that has just become free. */
    int MANY = 20;

    private void requireRenumbering() {
        assumeTrue(fixture().raw().isOfTheMachine(), "a made-up descriptor keeps its number");
    }

    private static Interest interest(Kind kind) {
        return kind.has(Trait.READ) ? Interest.READ : Interest.WRITE;
    }

    /** Opens what may get a number that is free, all of it ready. */
    private static List<Link> openMany(Kind kind) throws IOException {
        List<Link> links = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            Link link = kind.open();
            links.add(link);
            makeReady(kind, link);
        }
        return links;
    }

    private static void makeReady(Kind kind, Link link) throws IOException {
        if (kind.has(Trait.READ)) {
            link.makeReadable();
        }
    }

    private static void closeAll(List<Link> links) throws IOException {
        for (Link link : links) {
            link.close();
        }
    }

    @Rule({2, 12})
    @EachKind(Trait.CHANNEL)
    default void aChannelClosedWithoutCancelIsToldOfNothingWhateverHasItsNumber(Kind kind) throws IOException {
        for (Interest interest : List.of(interest(kind), interest(kind).oneShot())) {
            List<Link> others = List.of();
            try (EventSource source = open();
                    Link gone = kind.open();
                    Link busy = ChannelKinds.TCP.open()) {
                Recorder old = new Recorder();
                Recorder seen = new Recorder();
                gone.register(source, interest, old);
                busy.register(source, Interest.READ, seen);
                source.pollNow();
                gone.closeNear();
                old.clear();
                others = openMany(kind);
                busy.makeReadable();
                Polling.until(source, () -> seen.count() >= 100, () -> "a hundred events of another one");
                assertEquals(0, old.count(), () -> "the handler of the closed one was told " + old.all());
            } finally {
                closeAll(others);
            }
        }
    }

    @Rule({2, 12})
    @EachKind(Trait.CHANNEL)
    default void aChannelThatGetsTheNumberOfAClosedOneIsRegisteredInItsStead(Kind kind) throws IOException {
        List<Link> others = List.of();
        try (EventSource source = open();
                Link gone = kind.open()) {
            Recorder old = new Recorder();
            gone.register(source, interest(kind), old);
            source.pollNow();
            gone.closeNear();
            old.clear();
            others = openMany(kind);
            List<Recorder> seen = new ArrayList<>();
            for (Link other : others) {
                Recorder recorder = new Recorder();
                seen.add(recorder);
                other.register(source, interest(kind), recorder);
            }
            Polling.until(source, () -> seen.stream().allMatch(one -> one.count() > 0), () -> "an event of each");
            assertEquals(0, old.count(), () -> "the handler of the closed one was told " + old.all());
        } finally {
            closeAll(others);
        }
    }

    @Rule({3, 12})
    @EachKind(Trait.CHANNEL)
    default void anUpdateOfAClosedChannelIsRefused(Kind kind) throws IOException {
        List<Link> others = List.of();
        try (EventSource source = open();
                Link gone = kind.open()) {
            Recorder old = new Recorder();
            Registration registration = gone.register(source, Interest.NONE, old);
            Polling.assertSilent(source);
            gone.closeNear();
            others = openMany(kind);
            assertThrows(IOException.class, () -> registration.update(interest(kind)));
            Polling.assertSilent(source);
            assertEquals(0, old.count());
            registration.cancel();
            assertFalse(registration.isActive());
        } finally {
            closeAll(others);
        }
    }

    @Rule({3, 4, 12})
    @EachKind(Trait.CHANNEL)
    default void aOneShotOfAClosedChannelIsNotArmedAgain(Kind kind) throws IOException {
        List<Link> others = List.of();
        try (EventSource source = open();
                Link gone = kind.open()) {
            Recorder old = new Recorder();
            Registration registration = gone.register(source, interest(kind).oneShot(), old);
            makeReady(kind, gone);
            Polling.untilSeen(source, old);
            old.clear();
            gone.closeNear();
            others = openMany(kind);
            assertThrows(IOException.class, registration::rearm);
            Polling.assertSilent(source);
            assertEquals(0, old.count());
        } finally {
            closeAll(others);
        }
    }

    @Rule({2, 12})
    @EachKind(Trait.DESCRIPTOR)
    default void anotherFileOfTheSameKindIsRegisteredInTheSteadOfOneThatIsGone(Kind kind) throws IOException {
        requireRenumbering();
        try (EventSource source = open();
                Link first = kind.open();
                Link second = kind.open()) {
            Recorder old = new Recorder();
            Recorder young = new Recorder();
            first.moveTo(ReuseContract.NUMBER);
            Registration before = source.register(ReuseContract.NUMBER, interest(kind), old);
            source.pollNow();
            first.closeNear();
            second.moveTo(ReuseContract.NUMBER);
            Registration after = source.register(ReuseContract.NUMBER, interest(kind), young);
            assertFalse(before.isActive());
            old.clear();
            makeReady(kind, second);
            Polling.untilSeen(source, young);
            assertEquals(0, old.count());
            assertThrows(
                    IllegalStateException.class,
                    () -> source.register(ReuseContract.NUMBER, interest(kind), young),
                    "this one is not gone");
            after.cancel();
        }
    }

    @Rule({3, 12})
    @EachKind(Trait.DESCRIPTOR)
    default void whatWasPausedIsNotWatchedAgainAsAnotherFile(Kind kind) throws IOException {
        requireRenumbering();
        try (EventSource source = open();
                Link first = kind.open();
                Link second = kind.open()) {
            Recorder old = new Recorder();
            first.moveTo(ReuseContract.NUMBER);
            Registration registration = source.register(ReuseContract.NUMBER, Interest.NONE, old);
            Polling.assertSilent(source);
            first.closeNear();
            second.moveTo(ReuseContract.NUMBER);
            makeReady(kind, second);
            assertThrows(IOException.class, () -> registration.update(interest(kind)));
            Polling.assertSilent(source);
            Recorder young = new Recorder();
            source.register(ReuseContract.NUMBER, interest(kind), young);
            Polling.untilSeen(source, young);
            assertEquals(0, old.count());
        }
    }

    /** Whether the update is refused, or is one that looks no further: it makes the other file nobody's but its own. */
    @Rule({2, 3, 12})
    @EachKind(Trait.DESCRIPTOR)
    default void anUpdateDoesNotTakeAnotherFileIn(Kind kind) throws IOException {
        requireRenumbering();
        Interest interest = interest(kind);
        for (Interest first : List.of(interest, interest.oneShot())) {
            for (Interest next : List.of(interest.oneShot(), interest.and(Interest.READ), Interest.NONE)) {
                try (EventSource source = open();
                        Link gone = kind.open();
                        Link second = kind.open()) {
                    Recorder old = new Recorder();
                    gone.moveTo(ReuseContract.NUMBER);
                    makeReady(kind, gone);
                    Registration before = source.register(ReuseContract.NUMBER, first, old);
                    Polling.untilSeen(source, old);
                    gone.closeNear();
                    second.moveTo(ReuseContract.NUMBER);
                    boolean refused = isRefused(() -> before.update(next));
                    old.clear();
                    makeReady(kind, second);
                    if (refused) {
                        Polling.assertSilent(source);
                    }
                    Recorder young = new Recorder();
                    source.register(ReuseContract.NUMBER, interest, young);
                    assertFalse(before.isActive());
                    old.clear();
                    Polling.untilSeen(source, young);
                    assertEquals(0, old.count());
                }
            }
        }
    }

    private static boolean isRefused(Executable update) throws IOException {
        try {
            update.execute();
            return false;
        } catch (IOException e) {
            return true;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** A mechanism of several sides may move what it watches meanwhile: it must not take the other file along. */
    @Rule({2, 12})
    @EachKind(Trait.DESCRIPTOR)
    default void aFileWhoseNumberWasTakenOverIsRegisteredHoweverManyPollsLater(Kind kind) throws IOException {
        requireRenumbering();
        try (EventSource source = open();
                Link first = kind.open();
                Link second = kind.open();
                Link busy = kind.open()) {
            Recorder old = new Recorder();
            Recorder young = new Recorder();
            Recorder others = new Recorder();
            first.moveTo(ReuseContract.NUMBER);
            Registration before = source.register(ReuseContract.NUMBER, interest(kind), old);
            busy.register(source, interest(kind), others);
            makeReady(kind, busy);
            makeReady(kind, first);
            Polling.untilSeen(source, old);
            first.closeNear();
            second.moveTo(ReuseContract.NUMBER);
            others.clear();
            for (int turn = 0; turn < 2; turn++) {
                // Quiet, then ready, then quiet again.
                Polling.until(source, () -> others.count() >= 20, () -> "twenty events of another one");
                others.clear();
                makeReady(kind, second);
            }
            source.register(ReuseContract.NUMBER, interest(kind), young);
            assertFalse(before.isActive());
            old.clear();
            Polling.untilSeen(source, young);
            assertEquals(0, old.count());
        }
    }
}
