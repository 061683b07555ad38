package dev.vigil.kqueue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.Registration;
import dev.vigil.contract.Polling;
import dev.vigil.contract.Recorder;
import dev.vigil.posix.Descriptors;
import dev.vigil.posix.PipeEnds;
import dev.vigil.posix.SocketPair;
import dev.vigil.posix.Sockets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is particular to kqueue, in each layout. */
@NeedsCKqueue
class KqueueMechanismTest {
    @ParameterizedTest
    @EnumSource
    void aLocalShutdownIsNoHangUp(KeventLayout layout) throws IOException {
        try (Sockets2 s = new Sockets2();
                EventSource source = open(layout)) {
            Recorder seen = new Recorder();
            Registration registration = source.register(s.near, Interest.WRITE, seen);
            Sockets.shutdownOutput(s.near);
            assertEquals(1, source.poll(Polling.LIMIT));
            assertEquals(Readiness.of(Readiness.WRITABLE_BIT), seen.last());
            registration.update(Interest.READ.and(Interest.WRITE));
            assertEquals(1, source.poll(Polling.LIMIT));
            assertEquals(Readiness.of(Readiness.WRITABLE_BIT), seen.last());
        }
    }

    @ParameterizedTest
    @EnumSource
    void theOtherDirectionTellsAHangUpFromAHalfClose(KeventLayout layout) throws IOException {
        try (Sockets2 s = new Sockets2();
                EventSource source = open(layout)) {
            Recorder seen = new Recorder();
            source.register(s.near, Interest.READ, seen);
            Sockets.shutdownOutput(s.far);
            assertEquals(1, source.poll(Polling.LIMIT));
            assertEquals(Readiness.of(Readiness.READABLE_BIT), seen.last());
            Sockets.shutdownOutput(s.near);
            assertEquals(1, source.poll(Polling.LIMIT));
            assertEquals(Readiness.of(Readiness.READABLE_BIT | Readiness.HANGUP_BIT), seen.last());
        }
    }

    @ParameterizedTest
    @EnumSource
    void theEndOfDataAloneIsNotToldOfByDataAndStaysTold(KeventLayout layout) throws IOException {
        try (Sockets2 s = new Sockets2();
                EventSource source = open(layout)) {
            Recorder seen = new Recorder();
            source.register(s.near, Interest.READ_CLOSED, seen);
            Descriptors.write(s.far, ByteBuffer.allocate(3));
            Polling.assertSilent(source);
            long waits = source.statistics().waits();
            Polling.assertSilent(source);
            assertTrue(source.statistics().waits() - waits < 10, "unread data keeps it awake");
            Sockets.shutdownOutput(s.far);
            for (int i = 0; i < 3; i++) {
                assertEquals(1, source.poll(Polling.LIMIT));
                assertTrue(seen.last().isReadClosed());
                assertFalse(seen.last().isHangup());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPipeThatNobodyReadsIsReportedToItsWriterInEveryMode(KeventLayout layout) throws IOException {
        PipeEnds pipe = Descriptors.pipe();
        Descriptors.close(pipe.readEnd());
        try (EventSource source = open(layout)) {
            Recorder seen = new Recorder();
            Registration registration = source.register(pipe.writeEnd(), Interest.WRITE, seen);
            for (int i = 0; i < 3; i++) {
                assertEquals(1, source.poll(Polling.LIMIT));
                assertTrue(seen.last().isWritable() && seen.last().isError(), () -> "saw " + seen.last());
            }
            registration.update(Interest.WRITE.oneShot());
            assertEquals(1, source.poll(Polling.LIMIT));
            Polling.assertSilent(source);
            registration.rearm();
            assertEquals(1, source.poll(Polling.LIMIT));
            registration.update(Interest.WRITE.edge());
            assertEquals(1, source.poll(Polling.LIMIT));
            Polling.assertSilent(source);
            registration.update(Interest.NONE);
            Polling.assertSilent(source);
            registration.update(Interest.WRITE);
            assertEquals(1, source.poll(Polling.LIMIT));
            registration.cancel();
            Polling.assertSilent(source);
        } finally {
            Descriptors.close(pipe.writeEnd());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPollMakesNoControlCallAndAChangeMakesOne(KeventLayout layout) throws IOException {
        try (Sockets2 s = new Sockets2();
                EventSource source = open(layout)) {
            Recorder seen = new Recorder();
            Registration registration = source.register(s.near, Interest.READ.and(Interest.WRITE), seen);
            Descriptors.write(s.far, ByteBuffer.allocate(1));
            assertEquals(1, source.statistics().controlCalls());
            long waits = source.statistics().waits();
            for (int i = 0; i < 100; i++) {
                assertEquals(1, source.poll(Polling.LIMIT));
            }
            assertEquals(100, source.statistics().waits() - waits);
            assertEquals(1, source.statistics().controlCalls());
            registration.update(Interest.READ.oneShot());
            assertEquals(2, source.statistics().controlCalls());
            registration.cancel();
            assertEquals(3, source.statistics().controlCalls());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aChangeOfANumberThatStandsForAnotherFileIsRefusedAndWatchesNothing(KeventLayout layout) throws IOException {
        List<Interest> interests = List.of(
                Interest.NONE,
                Interest.READ,
                Interest.READ.oneShot(),
                Interest.READ.edge(),
                Interest.WRITE,
                Interest.READ.and(Interest.WRITE));
        for (Interest first : interests) {
            for (Interest next : interests) {
                try (Sockets2 gone = new Sockets2();
                        Sockets2 other = new Sockets2();
                        EventSource source = open(layout)) {
                    Recorder seen = new Recorder();
                    Registration registration = source.register(gone.near, first, seen);
                    Descriptors.write(gone.far, ByteBuffer.allocate(1));
                    Descriptors.write(other.far, ByteBuffer.allocate(1));
                    source.pollNow();
                    Descriptors.duplicateTo(other.near, gone.near);
                    seen.clear();
                    boolean refused = isRefused(registration, next);
                    assertTrue(refused || isPartOf(next, first), () -> first + " to " + next);
                    Polling.assertSilent(source);
                    assertEquals(0, seen.count());
                    assertTrue(source.register(gone.near, Interest.READ, seen).isActive());
                }
            }
        }
    }

    private static boolean isRefused(Registration registration, Interest next) {
        try {
            registration.update(next);
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** Whether all that is there can stay, so that nothing has to be added. */
    private static boolean isPartOf(Interest next, Interest first) {
        return next == Interest.NONE || (first.and(next) == first && !next.isOneShot() && !next.isEdge());
    }

    private static EventSource open(KeventLayout layout) throws IOException {
        return EventSource.builder().backend(CKqueue.backend(layout)).open();
    }

    /** Two connected sockets of one machine. */
    private static final class Sockets2 implements AutoCloseable {
        private final int near;
        private final int far;

        Sockets2() throws IOException {
            SocketPair pair = Sockets.pair();
            near = pair.first();
            far = pair.second();
        }

        @Override
        public void close() throws IOException {
            Descriptors.close(near);
            Descriptors.close(far);
        }
    }
}
