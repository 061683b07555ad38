package dev.vigil.epoll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Registration;
import dev.vigil.contract.Fixture;
import dev.vigil.contract.Polling;
import dev.vigil.contract.RawSystem;
import dev.vigil.contract.Recorder;
import dev.vigil.posix.RawFixtures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.Pipe;
import org.junit.jupiter.api.Test;

/** Sources on top of each other, as far as the kernel takes them. */
class EpollNestingTest {
    private static final int NUMBER = 900;

    private final Fixture fixture = RawFixtures.of("epoll");
    private final RawSystem raw = fixture.raw();

    private EventSource open() throws IOException {
        return fixture.open();
    }

    private static void watch(EventSource outer, EventSource inner) throws IOException {
        outer.register(inner.fd().orElseThrow(), Interest.READ, (registration, ready) -> inner.pollNow());
    }

    private void rebuild(EventSource source) throws IOException {
        int[] pipe = raw.pipe(true);
        try {
            long before = source.statistics().rebuilds();
            raw.duplicateTo(pipe[0], NUMBER);
            Registration registration = source.register(NUMBER, Interest.READ, new Recorder());
            raw.close(NUMBER);
            registration.cancel();
            raw.write(pipe[1], ByteBuffer.allocate(1));
            for (int i = 0; i < 20; i++) {
                source.pollNow();
            }
            assertEquals(before + 1, source.statistics().rebuilds());
        } finally {
            raw.closeAll(pipe);
        }
    }

    @Test
    void threeSourcesOnTopOfEachOtherAreHeardWhicheverIsRebuilt() throws IOException {
        int[] pipe = raw.pipe(true);
        try (EventSource outer = open();
                EventSource middle = open();
                EventSource inner = open()) {
            Recorder seen = new Recorder();
            inner.register(pipe[0], Interest.READ, seen);
            watch(middle, inner);
            watch(outer, middle);
            IOException refusal = assertThrows(IOException.class, outer::fd);
            assertTrue(refusal.getMessage().contains("3 sources"), refusal::getMessage);
            for (EventSource source : new EventSource[] {inner, middle, outer, inner}) {
                rebuild(source);
                Polling.until(outer, () -> outer.statistics().emptyPolls() > 0, () -> "the end of its wake-up");
                Polling.assertSilent(outer);
                seen.clear();
                raw.write(pipe[1], ByteBuffer.allocate(1));
                Polling.untilSeen(outer, seen);
                raw.read(pipe[0], ByteBuffer.allocate(8));
            }
        } finally {
            raw.closeAll(pipe);
        }
    }

    @Test
    void aFourthSourceOnTopOfEachOtherIsRefused() throws IOException {
        try (EventSource top = open();
                EventSource outer = open();
                EventSource middle = open();
                EventSource inner = open()) {
            watch(top, outer);
            watch(outer, middle);
            IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, () -> watch(middle, inner));
            assertTrue(refusal.getMessage().contains("3 sources"), refusal::getMessage);
        }
    }

    /** Found by -Dvigil.trust.script=1:open.5.0,open.3.2297,duplicate.5.0,register.3.0,close.3.0,nest.0.0,update.3.835 */
    @Test
    void aClosedChannelWhoseNumberIsThatOfASetByNowIsToldToBeClosed() throws IOException {
        Pipe pipe = Pipe.open();
        int number = -1;
        try (Pipe.SinkChannel sink = pipe.sink();
                EventSource source = open();
                EventSource other = open()) {
            pipe.source().configureBlocking(false);
            Registration registration = source.register(pipe.source(), Interest.NONE, new Recorder());
            int set = other.fd().orElseThrow();
            number = registration.fd();
            pipe.source().close();
            raw.duplicateTo(set, number);
            assertThrows(ClosedChannelException.class, () -> registration.update(Interest.READ.exclusive()));
            assertEquals(Interest.NONE, registration.interest());
            assertTrue(sink.isOpen());
        } finally {
            if (number >= 0) {
                raw.close(number);
            }
        }
    }

    @Test
    void aSourceDoesNotWatchItselfUnderAnotherNumber() throws IOException {
        try (EventSource source = open()) {
            raw.duplicateTo(source.fd().orElseThrow(), NUMBER);
            IllegalArgumentException refusal = assertThrows(
                    IllegalArgumentException.class, () -> source.register(NUMBER, Interest.READ, new Recorder()));
            assertTrue(refusal.getMessage().contains("cannot watch itself"), refusal::getMessage);
        } finally {
            raw.close(NUMBER);
        }
    }

    @Test
    void twoSourcesDoNotWatchEachOther() throws IOException {
        try (EventSource one = open();
                EventSource other = open()) {
            watch(one, other);
            IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, () -> watch(other, one));
            assertTrue(refusal.getMessage().contains("watches this source"), refusal::getMessage);
        }
    }
}
