package dev.vigil.epoll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.Availability;
import dev.vigil.EventSource;
import dev.vigil.Feature;
import dev.vigil.Interest;
import dev.vigil.Registration;
import dev.vigil.contract.Polling;
import dev.vigil.contract.RawSystem;
import dev.vigil.contract.Recorder;
import dev.vigil.loop.LogLines;
import dev.vigil.posix.Errno;
import dev.vigil.posix.PipeWakeUp;
import dev.vigil.posix.RawFixtures;
import dev.vigil.posix.WakeUpDescriptor;
import dev.vigil.spi.Backend;
import dev.vigil.spi.Batch;
import dev.vigil.spi.Mechanism;
import dev.vigil.spi.Registrations;
import dev.vigil.spi.Settings;
import dev.vigil.spi.Watch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.Pipe;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the system refuses, and systems without eventfd. */
class EpollTroubleTest {
    private static final int NUMBER = 900;

    private final FailingFunctions system = new FailingFunctions();
    private final RawSystem raw = RawFixtures.of("epoll").raw();
    private final Recorder seen = new Recorder();
    private int[] pair;

    @BeforeEach
    void open() throws IOException {
        pair = raw.socketPair();
    }

    @AfterEach
    void close() throws IOException {
        raw.closeAll(pair);
    }

    private EventSource source(WakeUpDescriptor wakeUp) throws IOException {
        return EventSource.builder().backend(new Overridden(system, wakeUp)).open();
    }

    private EventSource source() throws IOException {
        return source(WakeUpDescriptor.open());
    }

    @Test
    void anUpdateToExclusiveThatTheKernelRefusesChangesNothing() throws IOException {
        try (EventSource inner = source();
                EventSource outer = source()) {
            Registration registration = outer.register(inner.fd().orElseThrow(), Interest.READ.oneShot(), seen);
            inner.wakeup();
            Polling.untilSeen(outer, seen);
            assertThrows(IllegalArgumentException.class, () -> registration.update(Interest.READ.exclusive()));
            assertSame(Interest.READ.oneShot(), registration.interest());
            Polling.assertSilent(outer);
            registration.rearm();
            assertThrows(IllegalArgumentException.class, () -> registration.update(Interest.READ.exclusive()));
            seen.clear();
            assertEquals(1, outer.pollNow(), "it is armed, as it was");
            Polling.assertSilent(outer);
        }
    }

    @Test
    void anUpdateWhoseSecondHalfIsRefusedLeavesWhatWasThere() throws IOException {
        try (EventSource source = source()) {
            Registration registration = source.register(pair[0], Interest.READ.exclusive(), seen);
            refuseOne(EpollConstants.EPOLL_CTL_ADD, Errno.ENOMEM);
            assertThrows(IOException.class, () -> registration.update(Interest.WRITE.exclusive()));
            assertSame(Interest.READ.exclusive(), registration.interest());
            Polling.assertSilent(source);
            raw.write(pair[1], ByteBuffer.allocate(1));
            Polling.untilSeen(source, seen);
        }
    }

    @Test
    void aOneShotThatFiredStaysSilentWhenItsUpdateToExclusiveIsRefused() throws IOException {
        try (EventSource source = source()) {
            Registration registration = source.register(pair[0], Interest.READ.oneShot(), seen);
            raw.write(pair[1], ByteBuffer.allocate(1));
            Polling.untilSeen(source, seen);
            int[] adds = {0};
            // The first ADD only asks.
            system.control = (epfd, operation, fd) ->
                    operation == EpollConstants.EPOLL_CTL_ADD && fd == pair[0] && ++adds[0] == 2 ? Errno.ENOSPC : 0;
            assertThrows(IOException.class, () -> registration.update(Interest.READ.exclusive()));
            assertEquals(3, adds[0], "it was put back");
            Polling.assertSilent(source);
            seen.clear();
            registration.rearm();
            Polling.untilSeen(source, seen);
        }
    }

    @Test
    void aRotationWhoseSecondHalfIsRefusedLeavesWhatWasThere() throws IOException {
        try (EventSource source = source()) {
            Registration registration = source.register(pair[0], Interest.READ.exclusive(), seen);
            refuseOne(EpollConstants.EPOLL_CTL_ADD, Errno.ENOMEM);
            assertThrows(IOException.class, registration::rotate);
            raw.write(pair[1], ByteBuffer.allocate(1));
            Polling.untilSeen(source, seen);
        }
    }

    @Test
    void whatCannotBePutBackIsTakenInByTheNextRotation() throws IOException {
        try (EventSource source = source()) {
            Registration registration = source.register(pair[0], Interest.READ.exclusive(), seen);
            system.control = (epfd, operation, fd) -> operation == EpollConstants.EPOLL_CTL_ADD ? Errno.ENOMEM : 0;
            assertThrows(IOException.class, registration::rotate);
            assertThrows(IOException.class, () -> registration.update(Interest.WRITE.exclusive()));
            system.control = (epfd, operation, fd) -> 0;
            registration.rotate();
            raw.write(pair[1], ByteBuffer.allocate(1));
            Polling.untilSeen(source, seen);
        }
    }

    @Test
    void whatCannotBePutBackIsTakenInByTheNextUpdateToTheInterestThatItHas() throws IOException {
        try (EventSource source = source()) {
            Registration registration = source.register(pair[0], Interest.READ.exclusive(), seen);
            system.control = (epfd, operation, fd) -> operation == EpollConstants.EPOLL_CTL_ADD ? Errno.ENOMEM : 0;
            assertThrows(IOException.class, registration::rotate);
            system.control = (epfd, operation, fd) -> 0;
            registration.update(Interest.READ.exclusive());
            raw.write(pair[1], ByteBuffer.allocate(1));
            Polling.untilSeen(source, seen);
        }
    }

    private void refuseOne(int refused, int errno) {
        boolean[] done = {false};
        system.control = (epfd, operation, fd) -> {
            boolean refuse = operation == refused && !done[0];
            done[0] |= refuse;
            return refuse ? errno : 0;
        };
    }

    @Test
    void aChannelThatIsClosedInTheMiddleOfARotationLeavesTheNextFileOfItsNumberAlone() throws IOException {
        Pipe pipe = Pipe.open();
        int[] taken = {-1};
        try (EventSource source = source()) {
            pipe.source().configureBlocking(false);
            Registration registration = source.register(pipe.source(), Interest.READ.exclusive(), seen);
            system.control = (epfd, operation, fd) -> {
                if (operation == EpollConstants.EPOLL_CTL_ADD && taken[0] < 0) {
                    taken[0] = fd;
                    replace(pipe, fd);
                }
                return 0;
            };
            raw.write(pair[1], ByteBuffer.allocate(1));
            assertThrows(ClosedChannelException.class, registration::rotate);
            Polling.assertSilent(source);
        } finally {
            pipe.sink().close();
            raw.closeAll(taken[0]);
        }
    }

    /** What could not be put back is asked for again by a change, when its channel may be closed and its number another file's. */
    @Test
    void aChannelThatIsClosedAfterItWasLeftOutLeavesTheNextFileOfItsNumberAlone() throws IOException {
        Pipe pipe = Pipe.open();
        int[] taken = {-1};
        try (EventSource source = source()) {
            pipe.source().configureBlocking(false);
            Registration registration = source.register(pipe.source(), Interest.READ.exclusive(), seen);
            system.control = (epfd, operation, fd) -> {
                taken[0] = fd;
                return operation == EpollConstants.EPOLL_CTL_ADD ? Errno.ENOMEM : 0;
            };
            assertThrows(IOException.class, registration::rotate);
            system.control = (epfd, operation, fd) -> 0;
            replace(pipe, taken[0]);
            raw.write(pair[1], ByteBuffer.allocate(1));
            assertThrows(ClosedChannelException.class, registration::rotate);
            Polling.assertSilent(source);
            assertThrows(ClosedChannelException.class, () -> registration.update(Interest.READ));
            Polling.assertSilent(source);
            Recorder stranger = new Recorder();
            source.register(taken[0], Interest.READ, stranger);
            Polling.untilSeen(source, stranger);
        } finally {
            pipe.sink().close();
            raw.closeAll(taken[0]);
        }
    }

    private void replace(Pipe pipe, int fd) {
        try {
            pipe.source().close();
            raw.duplicateTo(pair[0], fd);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void withoutADescriptorLeftAGhostEndsNoPollAndIsLaidLater() throws IOException {
        try (LogLines log = LogLines.of("dev.vigil");
                EventSource source = source()) {
            Registration registration = haunt(source);
            system.creation = Errno.EMFILE;
            Recorder other = new Recorder();
            int[] quiet = raw.pipe(true);
            source.register(quiet[0], Interest.READ, other);
            assertEquals(0, source.poll(Duration.ofMillis(50)));
            raw.write(quiet[1], ByteBuffer.allocate(1));
            Polling.untilSeen(source, other);
            assertEquals(0, source.statistics().rebuilds());
            assertEquals(1, log.lines().size(), log::toString);
            raw.read(quiet[0], ByteBuffer.allocate(8));
            system.creation = 0;
            long end = System.nanoTime() + Polling.LIMIT.toNanos();
            while (source.statistics().rebuilds() == 0) {
                assertTrue(System.nanoTime() - end < 0, "it was not tried again");
                source.poll(Duration.ofMillis(10));
            }
            assertFalse(registration.isActive());
            Polling.assertSilent(source);
            raw.closeAll(quiet);
        }
    }

    /** Leaves a ghost in the source that is readable. */
    private Registration haunt(EventSource source) throws IOException {
        raw.duplicateTo(pair[0], NUMBER);
        Registration registration = source.register(NUMBER, Interest.READ, seen);
        raw.close(NUMBER);
        registration.cancel();
        raw.write(pair[1], ByteBuffer.allocate(1));
        return registration;
    }

    @Test
    void whenTheFacadeCannotTakeInTheNewSetWhoWatchesItStaysWithTheOldOne() throws IOException {
        int[] pipe = raw.pipe(true);
        try (LogLines log = LogLines.of("dev.vigil");
                EventSource inner = source();
                EventSource outer = source()) {
            Recorder other = new Recorder();
            inner.register(pipe[0], Interest.READ, other);
            int fd = inner.fd().orElseThrow();
            outer.register(fd, Interest.READ, (registration, ready) -> inner.pollNow());
            haunt(inner);
            system.control = (epfd, operation, added) ->
                    operation == EpollConstants.EPOLL_CTL_ADD && epfd == fd ? Errno.ENOSPC : 0;
            for (int i = 0; i < 20; i++) {
                assertEquals(0, inner.pollNow());
            }
            assertEquals(0, inner.statistics().rebuilds());
            assertEquals(1, log.lines().size(), log::toString);
            raw.write(pipe[1], ByteBuffer.allocate(1));
            Polling.untilSeen(outer, other);
        } finally {
            raw.closeAll(pipe);
        }
    }

    @Test
    void aDescriptorForOthersThatTheSystemRefusesIsAskedForAgain() throws IOException {
        try (EventSource source = source()) {
            system.creation = Errno.EMFILE;
            assertTrue(assertThrows(IOException.class, source::fd).getMessage().contains("EMFILE"));
            system.creation = 0;
            assertEquals(source.fd(), source.fd());
        }
    }

    /** Mechanisms built over this one keep notes by slot. */
    @Test
    void whatIsSeenOfAStrangerThatIsOnlyAskedForIsStaleAndOfASlotThatThereIs() throws IOException {
        int[] stranger = raw.pipe(true);
        EpollMechanism mechanism = new EpollMechanism(true, system, WakeUpDescriptor.open(), ControlRing.Maker.NONE);
        try {
            raw.duplicateTo(pair[0], NUMBER);
            Watch watch = new Watch(NUMBER, null, (1L << Integer.SIZE) + 3, Interest.READ);
            mechanism.add(watch);
            raw.duplicateTo(stranger[0], NUMBER);
            raw.close(stranger[1]);
            Batch batch = mechanism.newBatch(4);
            system.control = (epfd, operation, fd) -> {
                if (operation == EpollConstants.EPOLL_CTL_DEL) {
                    look(mechanism, batch);
                }
                return 0;
            };
            assertTrue(mechanism.isReplaced(watch));
            assertEquals(1, batch.size(), "it is hung up");
            assertEquals(0, batch.word(0));
        } finally {
            mechanism.close();
            raw.closeAll(NUMBER, stranger[0]);
        }
    }

    private static void look(EpollMechanism mechanism, Batch batch) {
        try {
            mechanism.await(batch, 0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A pipe takes 8,192 signals of 8 bytes, and one more is no edge. */
    @Test
    void moreWakeUpsThanAPipeTakesAreAllSeen() throws IOException {
        EpollMechanism mechanism = new EpollMechanism(true, system, PipeWakeUp.open(), ControlRing.Maker.NONE);
        try {
            Batch batch = mechanism.newBatch(1);
            for (int i = 0; i < 20_000; i++) {
                mechanism.wake();
                batch.clear();
                mechanism.await(batch, 0);
                int number = i;
                assertTrue(batch.isWoken(), () -> "wake-up " + number);
            }
            batch.clear();
            mechanism.await(batch, 0);
            assertFalse(batch.isWoken());
        } finally {
            mechanism.close();
        }
    }

    /** A backend that is epoll with other functions. */
    private record Overridden(LibEpoll.Functions system, WakeUpDescriptor wakeUp) implements Backend {
        @Override
        public String name() {
            return "epoll";
        }

        @Override
        public int priority() {
            return 0;
        }

        @Override
        public Availability availability() {
            return Availability.available();
        }

        @Override
        public Set<Feature> features() {
            return new EpollBackend().features();
        }

        @Override
        public Mechanism open(Settings settings, Registrations registrations) throws IOException {
            return new EpollMechanism(true, system, wakeUp, ControlRing.Maker.NONE);
        }
    }
}
