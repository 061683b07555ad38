package dev.vigil.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.EventSource;
import dev.vigil.Feature;
import dev.vigil.Interest;
import dev.vigil.Registration;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A source that is watched by another. */
public interface NestingContract extends Contract {
    @Rule(3)
    @Needs({Feature.NESTING, Feature.DESCRIPTORS})
    @EachKind(Trait.READ)
    default void aSourceSeesThatAnotherOneHasSomethingToDeliver(Kind kind) throws IOException {
        try (EventSource outer = open();
                EventSource inner = open();
                Link link = kind.open()) {
            Recorder seen = new Recorder();
            link.register(inner, Interest.READ, seen);
            Recorder nested = new Recorder((registration, ready) -> inner.pollNow());
            outer.register(inner.fd().orElseThrow(), Interest.READ, nested);
            Polling.assertSilent(outer);
            link.makeReadable();
            Polling.untilSeen(outer, seen);
            for (int i = 0; i < 3; i++) {
                int before = seen.count();
                outer.poll();
                assertEquals(before + 1, seen.count());
            }
            link.drain();
            inner.pollNow();
            outer.pollNow();
            Polling.assertSilent(outer);
        }
    }

    @Rule(7)
    @Needs({Feature.NESTING, Feature.DESCRIPTORS})
    @Test
    default void aSourceDoesNotWatchItself() throws IOException {
        try (EventSource source = open()) {
            int fd = source.fd().orElseThrow();
            assertThrows(IllegalArgumentException.class, () -> source.register(fd, Interest.READ, new Recorder()));
        }
    }

    @Rule(12)
    @Needs({Feature.NESTING, Feature.DESCRIPTORS})
    @Test
    default void aSourceIsToldOfAnotherOneHoweverOftenThatIsRebuilt() throws IOException {
        RawSystem raw = fixture().raw();
        int[] pipe = raw.pipe(true);
        try (EventSource outer = open();
                EventSource inner = open()) {
            Recorder seen = new Recorder();
            inner.register(pipe[0], Interest.READ, seen);
            int fd = inner.fd().orElseThrow();
            Recorder nested = new Recorder((registration, ready) -> inner.pollNow());
            Registration registration = outer.register(fd, Interest.READ, nested);
            for (int i = 0; i < 3; i++) {
                haunt(inner);
                assertEquals(fd, inner.fd().orElseThrow());
                nested.clear();
                Polling.assertSilent(outer);
                raw.write(pipe[1], ByteBuffer.allocate(1));
                Polling.untilSeen(outer, seen);
                assertTrue(isReadable(fd), "who waits for the descriptor by itself is told too");
                raw.read(pipe[0], ByteBuffer.allocate(8));
                inner.pollNow();
                outer.pollNow();
                Polling.assertSilent(outer);
                registration.update(Interest.READ.oneShot());
                registration.update(Interest.READ);
                seen.clear();
            }
        } finally {
            raw.closeAll(pipe);
        }
    }

    /** Has a set rebuilt, where the system keeps what was closed while a duplicate lives. */
    private void haunt(EventSource source) throws IOException {
        RawSystem raw = fixture().raw();
        int[] pipe = raw.pipe(true);
        try {
            raw.duplicateTo(pipe[0], ReuseContract.NUMBER);
            Registration registration = source.register(ReuseContract.NUMBER, Interest.READ, new Recorder());
            raw.close(ReuseContract.NUMBER);
            registration.cancel();
            raw.write(pipe[1], ByteBuffer.allocate(1));
            for (int i = 0; i < 20; i++) {
                assertEquals(0, source.pollNow());
            }
            assertFalse(isReadable(source.fd().orElseThrow()), "the ghost is gone");
        } finally {
            raw.closeAll(pipe);
        }
    }

    private static boolean isReadable(int fd) throws IOException {
        return EventSource.await(fd, Interest.READ, Duration.ZERO).isReadable();
    }

    @Rule(15)
    @Needs({Feature.NESTING, Feature.DESCRIPTORS})
    @EachKind(Trait.READ)
    default void aSourceSeesThatAHandlerOfAnotherOneLeftEventsBehindWhenItThrew(Kind kind) throws IOException {
        try (EventSource outer = open();
                EventSource inner = open();
                Link one = kind.open();
                Link other = kind.open()) {
            int[] ran = {0};
            Recorder failing = new Recorder((registration, ready) -> {
                ran[0]++;
                throw new IOException("of the test's");
            });
            for (Link link : new Link[] {one, other}) {
                // One-shot, so that nothing is ready any more but what was fetched.
                link.register(inner, Interest.READ.oneShot(), failing);
                link.makeReadable();
            }
            Recorder nested = new Recorder((registration, ready) -> assertThrows(IOException.class, () -> poll(inner)));
            outer.register(inner.fd().orElseThrow(), Interest.READ, nested);
            Polling.until(outer, () -> ran[0] == 2, () -> "the event that was left behind");
        }
    }

    /** Polls until a handler throws: what is readable may take a moment to be so for both. */
    private static void poll(EventSource source) throws IOException {
        Polling.until(source, () -> false, () -> "an exception");
    }

    @Rule({15, 17})
    @Needs({Feature.NESTING, Feature.DESCRIPTORS})
    @Test
    default void whatIsLeftBehindBeforeTheDescriptorIsAskedForIsSeenToo() throws IOException {
        RawSystem raw = fixture().raw();
        int[] one = raw.pipe(true);
        int[] other = raw.pipe(true);
        try (EventSource inner = open();
                EventSource woken = open()) {
            for (int[] pipe : new int[][] {one, other}) {
                raw.write(pipe[1], ByteBuffer.allocate(1));
                inner.register(pipe[0], Interest.READ.oneShot(), (registration, ready) -> {
                    throw new IOException("of the test's");
                });
            }
            assertThrows(IOException.class, () -> poll(inner));
            assertTrue(isReadable(inner.fd().orElseThrow()));
            woken.wakeup();
            assertTrue(isReadable(woken.fd().orElseThrow()));
        } finally {
            raw.closeAll(one);
            raw.closeAll(other);
        }
    }

    @Rule(17)
    @Needs({Feature.NESTING, Feature.DESCRIPTORS})
    @Test
    default void aSourceSeesThatAnotherOneWasWoken() throws IOException {
        try (EventSource outer = open();
                EventSource inner = open()) {
            int fd = inner.fd().orElseThrow();
            Recorder nested = new Recorder((registration, ready) -> inner.pollNow());
            outer.register(fd, Interest.READ, nested);
            for (int i = 0; i < 3; i++) {
                Polling.assertSilent(outer);
                inner.wakeup();
                assertTrue(isReadable(fd));
                nested.clear();
                Polling.untilSeen(outer, nested);
                // A kqueue counts a level state until it is looked at once more.
                inner.pollNow();
                assertFalse(isReadable(fd), "a poll has taken the wake-up");
            }
        }
    }
}
