package dev.vigil.epoll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vigil.ClosedEventSourceException;
import dev.vigil.EventHandler;
import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.Registration;
import dev.vigil.contract.Polling;
import dev.vigil.contract.RawSystem;
import dev.vigil.contract.Recorder;
import dev.vigil.posix.Errno;
import dev.vigil.posix.Errors;
import dev.vigil.posix.OpenDescriptors;
import dev.vigil.posix.RawFixtures;
import dev.vigil.spi.Backend;
import dev.vigil.uring.BatchPolicy;
import dev.vigil.uring.Ring;
import dev.vigil.uring.RingSupport;
import dev.vigil.uring.ScriptedUring;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.Pipe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Changes by handlers that wait for the end of the turn: nobody can tell, but by the number of calls. */
@ExtendWith(OpenDescriptors.class)
@Timeout(120)
class PendingChangesTest {
    private static final int NUMBER = 900;

    private final ScriptedUring system = new ScriptedUring();
    private final RawSystem raw = RawFixtures.of("epoll").raw();
    private final List<int[]> pairs = new ArrayList<>();
    private EventSource source;

    @BeforeEach
    void open() throws IOException {
        assumeTrue(RingSupport.availability().usable(), RingSupport::describe);
        source = open(new RingedEpoll(new RingedEpoll.Always(() -> system.ring(64))));
    }

    private static EventSource open(Backend backend) throws IOException {
        return EventSource.builder().backend(backend).open();
    }

    @AfterEach
    void close() throws IOException {
        if (source != null) {
            source.close();
            system.close();
        }
        for (int[] pair : pairs) {
            raw.closeAll(pair);
        }
    }

    private int[] pair() throws IOException {
        int[] pair = raw.socketPair();
        pairs.add(pair);
        return pair;
    }

    private int[] readable() throws IOException {
        int[] pair = pair();
        raw.write(pair[1], ByteBuffer.allocate(1));
        return pair;
    }

    private long calls() {
        return source.statistics().controlCalls();
    }

    private long gauge(String name) {
        return source.statistics().gauges().get("ring.control." + name);
    }

    /** Runs something as a handler of the source, in one turn. */
    private void inAHandler(EventHandler work) throws IOException {
        int[] trigger = readable();
        AtomicBoolean done = new AtomicBoolean();
        Registration registration = source.register(trigger[0], Interest.READ, (it, ready) -> {
            if (done.compareAndSet(false, true)) {
                work.onReady(it, ready);
            }
        });
        try {
            while (!done.get()) {
                source.poll(Polling.LIMIT);
            }
        } finally {
            if (registration.isActive()) {
                registration.cancel();
            }
        }
    }

    @Test
    void theOneShotsOfATurnAreArmedAgainByOneCall() throws IOException {
        AtomicInteger events = new AtomicInteger();
        for (int i = 0; i < 10; i++) {
            source.register(readable()[0], Interest.READ.oneShot(), (registration, ready) -> {
                events.incrementAndGet();
                registration.rearm();
            });
        }
        long before = calls();
        for (int turn = 1; turn <= 5; turn++) {
            assertEquals(10, source.poll(Polling.LIMIT));
            assertEquals(10 * turn, events.get());
            assertEquals(turn, calls() - before);
        }
        assertEquals(5, gauge("batches"));
        assertEquals(50, gauge("changes"));
    }

    @Test
    void moreThanTheRingTakesAreSeveralCalls() throws IOException {
        for (int i = 0; i < 150; i++) {
            source.register(readable()[0], Interest.READ.oneShot(), (registration, ready) -> registration.rearm());
        }
        long before = calls();
        assertEquals(150, source.poll(Polling.LIMIT));
        assertEquals(3, calls() - before);
        assertEquals(150, source.poll(Polling.LIMIT));
    }

    @Test
    void changesThatCancelOutCostNothing() throws IOException {
        Recorder seen = new Recorder();
        Registration other = source.register(pair()[0], Interest.READ, seen);
        Registration further = source.register(pair()[0], Interest.NONE, seen);
        long[] before = {0};
        inAHandler((it, ready) -> {
            before[0] = calls();
            other.update(Interest.NONE);
            other.update(Interest.WRITE);
            other.update(Interest.READ);
            further.update(Interest.WRITE);
            further.update(Interest.NONE);
        });
        // The cancelling of the trigger.
        assertEquals(1, calls() - before[0]);
        assertEquals(2, gauge("cancelledOut"));
        Polling.assertSilent(source);
    }

    @Test
    void aOneShotDoesNotCancelOut() throws IOException {
        Recorder seen = new Recorder();
        Registration other = source.register(readable()[0], Interest.READ.oneShot(), seen);
        Polling.untilSeen(source, seen);
        seen.clear();
        inAHandler((it, ready) -> {
            other.update(Interest.WRITE.oneShot());
            other.update(Interest.READ.oneShot());
        });
        Polling.untilSeen(source, seen);
    }

    @Test
    void aSingleChangeIsACall() throws IOException {
        source.register(readable()[0], Interest.READ.oneShot(), (registration, ready) -> registration.rearm());
        source.poll(Polling.LIMIT);
        source.poll(Polling.LIMIT);
        assertEquals(0, system.calls);
        assertEquals(2, gauge("changes"));
    }

    @Test
    void whatHasChangedTakesEffectWhenThePollReturnsAndNotOnlyInTheNext() throws IOException {
        Registration first = source.register(pair()[0], Interest.NONE, new Recorder());
        Registration second = source.register(pair()[0], Interest.NONE, new Recorder());
        inAHandler((it, ready) -> {
            first.update(Interest.WRITE);
            second.update(Interest.WRITE);
        });
        // Another thread, so that it is not this one's next wait that brings it.
        int fd = source.fd().orElseThrow();
        assertEquals(
                Readiness.READABLE_BIT,
                EventSource.await(fd, Interest.READ, Duration.ZERO).bits());
    }

    @Test
    void whenAHandlerThrowsWhatWasChangedIsChanged() throws IOException {
        Recorder seen = new Recorder();
        Registration first = source.register(pair()[0], Interest.NONE, seen);
        Registration second = source.register(pair()[0], Interest.NONE, seen);
        assertThrows(
                IllegalStateException.class,
                () -> inAHandler((it, ready) -> {
                    first.update(Interest.WRITE);
                    second.update(Interest.WRITE);
                    throw new IllegalStateException("thrown by the handler");
                }));
        while (seen.count() < 2) {
            source.poll(Polling.LIMIT);
        }
    }

    @Test
    void aNumberThatIsClosedAndReusedWhileAChangeWaitsIsNotMetByIt() throws IOException {
        int[] first = pair();
        int[] next = pair();
        raw.duplicateTo(first[0], NUMBER);
        Recorder old = new Recorder();
        Recorder seen = new Recorder();
        Registration registration = source.register(NUMBER, Interest.READ, old);
        Registration other = source.register(pair()[0], Interest.READ, new Recorder());
        inAHandler((it, ready) -> {
            other.update(Interest.NONE);
            registration.update(Interest.WRITE);
            registration.cancel();
            raw.close(NUMBER);
            raw.duplicateTo(next[0], NUMBER);
            source.register(NUMBER, Interest.READ, seen);
        });
        Polling.assertSilent(source);
        assertEquals(0, source.statistics().stale());
        raw.write(next[1], ByteBuffer.allocate(1));
        Polling.untilSeen(source, seen);
        assertEquals(0, old.count());
        raw.close(NUMBER);
    }

    @Test
    void norIsOneThatIsClosedWithoutCancelAndRegisteredAnew() throws IOException {
        int[] first = pair();
        int[] next = pair();
        raw.duplicateTo(first[0], NUMBER);
        Recorder old = new Recorder();
        Recorder seen = new Recorder();
        Registration registration = source.register(NUMBER, Interest.READ, old);
        Registration other = source.register(pair()[0], Interest.READ, new Recorder());
        inAHandler((it, ready) -> {
            other.update(Interest.NONE);
            registration.update(Interest.WRITE);
            raw.close(NUMBER);
            raw.duplicateTo(next[0], NUMBER);
            source.register(NUMBER, Interest.READ, seen);
        });
        assertFalse(registration.isActive());
        Polling.assertSilent(source);
        assertEquals(0, source.statistics().stale());
        raw.write(next[1], ByteBuffer.allocate(1));
        Polling.untilSeen(source, seen);
        assertEquals(0, old.count());
        raw.close(NUMBER);
    }

    @Test
    void aNumberThatIsClosedWithoutCancelWhileAChangeWaitsIsForgotten() throws IOException {
        int[] first = pair();
        raw.duplicateTo(first[0], NUMBER);
        Recorder seen = new Recorder();
        Registration registration = source.register(NUMBER, Interest.NONE, seen);
        Registration other = source.register(pair()[0], Interest.NONE, seen);
        inAHandler((it, ready) -> {
            registration.update(Interest.READ);
            other.update(Interest.WRITE);
            raw.close(NUMBER);
        });
        Polling.untilSeen(source, seen);
        registration.cancel();
    }

    @Test
    void aClosedChannelIsRefusedAtOnce() throws IOException {
        Pipe pipe = Pipe.open();
        pipe.source().configureBlocking(false);
        Registration registration = source.register(pipe.source(), Interest.READ, new Recorder());
        Registration other = source.register(pair()[0], Interest.READ, new Recorder());
        AtomicReference<IOException> refusal = new AtomicReference<>();
        inAHandler((it, ready) -> {
            other.update(Interest.NONE);
            pipe.source().close();
            refusal.set(assertThrows(IOException.class, () -> registration.update(Interest.NONE)));
        });
        assertTrue(refusal.get() instanceof ClosedChannelException
                || refusal.get().getMessage().contains("epoll_ctl"));
        pipe.sink().close();
    }

    @Test
    void whoCancelsWhileABatchIsUnderWayWaitsForItAndTheNextFileOfTheNumberIsLeftAlone() throws Exception {
        int[] first = pair();
        int[] next = pair();
        raw.duplicateTo(first[0], NUMBER);
        Recorder old = new Recorder();
        Recorder seen = new Recorder();
        Registration registration = source.register(NUMBER, Interest.READ, old);
        Registration other = source.register(pair()[0], Interest.READ, new Recorder());
        AtomicReference<Throwable> trouble = new AtomicReference<>();
        Thread canceller = new Thread(() -> {
            try {
                registration.cancel();
                raw.close(NUMBER);
                raw.duplicateTo(next[0], NUMBER);
                source.register(NUMBER, Interest.READ, seen);
            } catch (IOException | RuntimeException e) {
                trouble.set(e);
            }
        });
        AtomicReference<Thread.State> state = new AtomicReference<>();
        system.before = () -> {
            system.before = () -> {};
            canceller.start();
            // Until it waits, or has gone through.
            while (canceller.getState() != Thread.State.BLOCKED && canceller.isAlive()) {
                Thread.onSpinWait();
            }
            state.set(canceller.getState());
        };
        inAHandler((it, ready) -> {
            other.update(Interest.NONE);
            registration.update(Interest.WRITE);
        });
        canceller.join();
        assertSame(null, trouble.get());
        assertSame(Thread.State.BLOCKED, state.get());
        Polling.assertSilent(source);
        raw.write(next[1], ByteBuffer.allocate(1));
        Polling.untilSeen(source, seen);
        assertEquals(0, old.count());
        raw.close(NUMBER);
    }

    @Test
    void aChangeByAnotherThreadWhileABatchIsUnderWayIsTheLastOne() throws Exception {
        Recorder seen = new Recorder();
        int[] changed = pair();
        Registration registration = source.register(changed[0], Interest.NONE, seen);
        Registration other = source.register(pair()[0], Interest.READ, new Recorder());
        AtomicReference<Throwable> trouble = new AtomicReference<>();
        Thread changer = new Thread(() -> {
            try {
                registration.update(Interest.READ);
            } catch (IOException | RuntimeException e) {
                trouble.set(e);
            }
        });
        system.before = () -> {
            system.before = () -> {};
            changer.start();
            while (changer.getState() != Thread.State.BLOCKED && changer.isAlive()) {
                Thread.onSpinWait();
            }
        };
        inAHandler((it, ready) -> {
            other.update(Interest.NONE);
            registration.update(Interest.WRITE);
        });
        changer.join();
        assertSame(null, trouble.get());
        Polling.assertSilent(source);
        assertEquals(0, seen.count(), "it is for READ, and writable");
        raw.write(changed[1], ByteBuffer.allocate(1));
        Polling.untilSeen(source, seen);
    }

    @Test
    void aSecondPollerSeesWhatAHandlerHasChangedBeforeTheTurnEnds() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        Registration other = source.register(pair()[0], Interest.NONE, (registration, ready) -> {
            registration.update(Interest.NONE);
            seen.countDown();
        });
        Registration further = source.register(pair()[0], Interest.NONE, new Recorder());
        AtomicReference<Throwable> trouble = new AtomicReference<>();
        Thread second = new Thread(() -> {
            try {
                while (seen.getCount() > 0) {
                    source.poll();
                }
            } catch (IOException | RuntimeException e) {
                trouble.set(e);
            }
        });
        boolean[] came = {false};
        inAHandler((it, ready) -> {
            it.update(Interest.NONE);
            further.update(Interest.READ);
            other.update(Interest.WRITE);
            second.start();
            came[0] = await(seen);
        });
        source.wakeup();
        second.join();
        assertSame(null, trouble.get());
        assertTrue(came[0], "the second poller did not see the change while the handler ran");
        long before = calls();
        inAHandler((it, ready) -> {
            further.update(Interest.NONE);
            further.update(Interest.READ);
            assertEquals(2, calls() - before - 1, "with two pollers nothing waits");
        });
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whoWatchesTheSourceSeesWhatAHandlerHasChangedBeforeTheTurnEnds() throws IOException {
        Registration other = source.register(pair()[0], Interest.NONE, new Recorder());
        Registration further = source.register(pair()[0], Interest.NONE, new Recorder());
        int[] bits = new int[2];
        inAHandler((it, ready) -> {
            it.update(Interest.NONE);
            further.update(Interest.READ);
            other.update(Interest.WRITE);
            int fd = source.fd().orElseThrow();
            bits[0] = EventSource.await(fd, Interest.READ, Duration.ZERO).bits();
            other.update(Interest.NONE);
            bits[1] = EventSource.await(fd, Interest.READ, Duration.ZERO).bits();
        });
        assertEquals(Readiness.READABLE_BIT, bits[0]);
        assertEquals(0, bits[1]);
    }

    @Test
    void aHandlerThatClosesItsSourceLeavesNothingUndone() throws IOException {
        Registration first = source.register(pair()[0], Interest.NONE, new Recorder());
        Registration second = source.register(pair()[0], Interest.NONE, new Recorder());
        assertThrows(
                ClosedEventSourceException.class,
                () -> inAHandler((it, ready) -> {
                    first.update(Interest.WRITE);
                    second.update(Interest.WRITE);
                    source.close();
                }));
        assertEquals(0, system.calls);
    }

    @Test
    void whatTheRingRefusesIsDoneByCalls() throws IOException {
        for (int errno : new int[] {Errno.ECANCELED, Errno.EINVAL, Errno.ENOMEM, Errno.EINTR, Errno.EAGAIN}) {
            system.result(0, -errno);
            Recorder seen = new Recorder();
            Registration first = source.register(pair()[0], Interest.NONE, seen);
            Registration second = source.register(pair()[0], Interest.NONE, seen);
            inAHandler((it, ready) -> {
                first.update(Interest.WRITE.oneShot());
                second.update(Interest.WRITE.oneShot());
            });
            while (seen.count() < 2) {
                source.poll(Polling.LIMIT);
            }
        }
        assertEquals(5, gauge("batches"));
    }

    @Test
    void whenTheRingFailsInTheMiddleTheRestIsDoneByCallsAndSoIsAllThatFollows() throws IOException {
        system.most = 3;
        system.enter(0);
        system.enter(Errno.EIO);
        AtomicInteger events = new AtomicInteger();
        for (int i = 0; i < 10; i++) {
            source.register(readable()[0], Interest.READ.oneShot(), (registration, ready) -> {
                events.incrementAndGet();
                registration.rearm();
            });
        }
        for (int turn = 1; turn <= 3; turn++) {
            assertEquals(10, source.poll(Polling.LIMIT));
            assertEquals(10 * turn, events.get());
        }
        assertEquals(2, system.calls);
        assertEquals(Errno.EIO, gauge("failure"));
    }

    @Test
    void aRingThatCannotBeHadNowIsTriedAgainMoreAndMoreRarely() throws IOException {
        AtomicInteger tried = new AtomicInteger();
        AtomicBoolean short_ = new AtomicBoolean(true);
        RingedEpoll.Source scarce = () -> {
            tried.incrementAndGet();
            if (short_.get()) {
                throw Errors.failure("io_uring_setup", Errno.EMFILE);
            }
            return system.ring(64);
        };
        try (EventSource other = open(new RingedEpoll(new RingedEpoll.Always(scarce)))) {
            for (int i = 0; i < 2; i++) {
                other.register(readable()[0], Interest.READ.oneShot(), (registration, ready) -> registration.rearm());
            }
            for (int i = 0; i < 100; i++) {
                assertEquals(2, other.poll(Polling.LIMIT));
            }
            assertTrue(tried.get() > 2 && tried.get() < 10, () -> tried + " attempts");
            short_.set(false);
            for (int i = 0; i < 200; i++) {
                assertEquals(2, other.poll(Polling.LIMIT));
            }
            assertNotEquals(0L, other.statistics().gauges().get("ring.control.batches"));
        }
    }

    /** As the property's default has it: a source that has no use for a ring never asks for one. */
    @Test
    void aRingIsAskedForWhenTurnsHaveShownThatThereIsAUseForIt() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        ControlRing.Maker maker = new ControlRing.Maker() {
            @Override
            public boolean isWanted() {
                asked.incrementAndGet();
                return true;
            }

            @Override
            public boolean isWantedAlways() {
                return false;
            }

            @Override
            public Map<String, Long> gauges() {
                return Map.of("ring", 1L);
            }

            @Override
            public ControlRing make() throws IOException {
                return new ControlRing(Ring.ofAnyIssuer(16), new BatchPolicy(true, 1));
            }
        };
        try (EventSource other = open(new RingedEpoll(maker))) {
            for (int i = 0; i < 2; i++) {
                other.register(readable()[0], Interest.READ.oneShot(), (registration, ready) -> registration.rearm());
            }
            for (int i = 0; i < 63; i++) {
                assertEquals(2, other.poll(Polling.LIMIT));
            }
            assertEquals(0, asked.get());
            assertTrue(other.statistics().gauges().isEmpty());
            for (int i = 0; i < 10; i++) {
                assertEquals(2, other.poll(Polling.LIMIT));
            }
            assertEquals(1, asked.get());
            assertEquals(9L, other.statistics().gauges().get("ring.control.batches"));
        }
    }

    /** The kernel does not wait for the lock of a set for an entry of a batch: it hands such an entry to a thread of its own. */
    @Test
    void whileOthersAddAndRemoveNoArmingIsLost() throws Exception {
        AtomicInteger events = new AtomicInteger();
        for (int i = 0; i < 40; i++) {
            source.register(readable()[0], Interest.READ.oneShot(), (registration, ready) -> {
                events.incrementAndGet();
                registration.rearm();
            });
        }
        AtomicBoolean over = new AtomicBoolean();
        AtomicReference<Throwable> trouble = new AtomicReference<>();
        int[] quiet = pair();
        Thread other = new Thread(() -> {
            try {
                while (!over.get()) {
                    source.register(quiet[0], Interest.READ, new Recorder()).cancel();
                }
            } catch (IOException | RuntimeException e) {
                trouble.set(e);
            }
        });
        other.start();
        for (int turn = 1; turn <= 5_000; turn++) {
            while (events.get() < 40 * turn) {
                assertNotEquals(0, source.poll(Polling.LIMIT), "an arming was lost");
            }
        }
        over.set(true);
        // One to hand a batch over, one to wait for what the kernel's threads do of it, and signals.
        assertTrue(system.calls <= 5 * gauge("batches"), () -> system.calls + " calls");
        other.join();
        assertSame(null, trouble.get());
    }

    @Test
    void aTurnWithChangesAllocatesNothing() throws IOException {
        try (EventSource plain = open(new RingedEpoll())) {
            for (int i = 0; i < 20; i++) {
                plain.register(readable()[0], Interest.READ.oneShot(), (registration, ready) -> registration.rearm());
            }
            var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
            long allocated = Long.MAX_VALUE;
            for (int round = 0; round < 3; round++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < 5_000; i++) {
                    plain.pollNow();
                }
                allocated = threads.getCurrentThreadAllocatedBytes() - before;
            }
            long last = allocated;
            assertTrue(last < 8_192, () -> last + " bytes");
            assertTrue(plain.statistics().gauges().get("ring.control.batches") > 10_000);
        }
    }

    @Test
    void whereThereIsNoRingNothingWaitsAndTheReasonIsAmongTheGauges() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        ControlRing.Maker none = new ControlRing.Maker() {
            @Override
            public boolean isWanted() {
                asked.incrementAndGet();
                return false;
            }

            @Override
            public boolean isWantedAlways() {
                return false;
            }

            @Override
            public Map<String, Long> gauges() {
                return Map.of("ring", 0L, "ring.off.denied", (long) Errno.EPERM);
            }

            @Override
            public ControlRing make() {
                throw new AssertionError("there is none");
            }
        };
        try (EventSource other = open(new RingedEpoll(none))) {
            for (int i = 0; i < 2; i++) {
                other.register(readable()[0], Interest.READ.oneShot(), (registration, ready) -> registration.rearm());
            }
            for (int i = 0; i < 100; i++) {
                assertEquals(2, other.poll(Polling.LIMIT));
            }
            assertEquals(1, asked.get());
            assertEquals(2 + 200, other.statistics().controlCalls());
            assertEquals(
                    Map.of("ring", 0L, "ring.off.denied", (long) Errno.EPERM),
                    other.statistics().gauges());
        }
    }

    /** {@link OpenDescriptors} looks. */
    @Test
    void aSourceThatCannotBeMadeLeavesNothingOpen() {
        ControlRing.Maker failing = new ControlRing.Maker() {
            @Override
            public boolean isWanted() {
                return true;
            }

            @Override
            public boolean isWantedAlways() {
                throw new IllegalStateException("no answer");
            }

            @Override
            public Map<String, Long> gauges() {
                return Map.of();
            }

            @Override
            public ControlRing make() {
                throw new AssertionError("nobody asks for one");
            }
        };
        assertThrows(IllegalStateException.class, () -> open(new RingedEpoll(failing)));
    }
}
