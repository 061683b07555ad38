package dev.vigil.waits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.Feature;
import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.contract.Companion;
import dev.vigil.contract.Polling;
import dev.vigil.posix.Descriptors;
import dev.vigil.posix.PipeEnds;
import dev.vigil.posix.SocketPair;
import dev.vigil.posix.Sockets;
import dev.vigil.spi.Backend;
import dev.vigil.spi.Backends;
import dev.vigil.wait.Waits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Waiting parked, with each backend that can watch; on threads of the platform, which it makes no difference to. */
@Timeout(180)
public abstract class WaitsContract {
    private static final long LONG = Polling.LIMIT.toNanos();
    private static final long QUIET = 40_000_000;

    /** So many waits are no loop: a wait is woken by the changes that were made before it. */
    private static final int FEW = 10;

    private final Backend backend;

    protected WaitsContract(String name) {
        this(Backends.named(name, "for a test"));
    }

    protected WaitsContract(Backend backend) {
        this.backend = backend;
    }

    @AfterEach
    void nobodyIsLeft() {
        assertEquals(0, Waits.waiting());
    }

    private Readiness await(int fd, Interest interest) throws IOException {
        return Waits.await(backend, fd, interest, LONG);
    }

    private Companion<Readiness> awaiting(int fd, Interest interest) throws Exception {
        int before = Waits.waiting();
        Companion<Readiness> companion = Companion.calling(() -> await(fd, interest));
        until(() -> Waits.waiting() > before);
        return companion;
    }

    private static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + LONG;
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "it did not come to that");
            LockSupport.parkNanos(100_000);
        }
    }

    private static void write(int fd) throws IOException {
        assertEquals(1, Descriptors.write(fd, ByteBuffer.allocate(1)));
    }

    private static void read(int fd) throws IOException {
        assertEquals(1, Descriptors.read(fd, ByteBuffer.allocate(1)));
    }

    @Test
    void whatIsReadyIsToldAtOnceAndWhatComesLaterToo() throws Exception {
        try (PipeEnds pipe = Descriptors.pipe()) {
            assertTrue(await(pipe.writeEnd(), Interest.WRITE).isWritable());
            for (int i = 0; i < 50; i++) {
                Companion<Readiness> reader = awaiting(pipe.readEnd(), Interest.READ);
                write(pipe.writeEnd());
                assertEquals(Readiness.READABLE_BIT, reader.join().bits());
                read(pipe.readEnd());
            }
        }
    }

    @Test
    void aTimeoutIsNeverEarlyAndLeavesNothingRegistered() throws Exception {
        try (PipeEnds pipe = Descriptors.pipe()) {
            int before = Waits.watched();
            for (long nanos : new long[] {100_000, 20_000_000}) {
                long start = System.nanoTime();
                assertSame(Readiness.NONE, Waits.await(backend, pipe.readEnd(), Interest.READ, nanos));
                assertTrue(System.nanoTime() - start >= nanos);
            }
            assertEquals(before, Waits.watched());
        }
    }

    @Test
    void aTimeoutBeyondEveryClockIsNoneAtAll() throws Exception {
        try (PipeEnds pipe = Descriptors.pipe()) {
            Companion<Readiness> reader =
                    Companion.calling(() -> Waits.await(backend, pipe.readEnd(), Interest.READ, Long.MAX_VALUE));
            until(() -> Waits.waiting() == 1);
            write(pipe.writeEnd());
            assertTrue(reader.join().isReadable());
        }
    }

    @Test
    void anInterruptEndsOneWaitAndNoOtherAndStays() throws Exception {
        try (PipeEnds pipe = Descriptors.pipe()) {
            Companion<Readiness> other = awaiting(pipe.readEnd(), Interest.READ);
            for (int i = 0; i < 100; i++) {
                Companion<Boolean> interrupted = Companion.calling(() -> {
                    assertSame(Readiness.NONE, await(pipe.readEnd(), Interest.READ));
                    return Thread.interrupted();
                });
                if (i % 2 == 0) {
                    until(() -> Waits.waiting() == 2);
                }
                interrupted.thread().interrupt();
                assertTrue(interrupted.join(), "the status is kept");
            }
            assertFalse(other.isDone());
            write(pipe.writeEnd());
            assertTrue(other.join().isReadable());
        }
    }

    @Test
    void whoIsInterruptedIsStillToldWhatIsReady() throws Exception {
        try (PipeEnds pipe = Descriptors.pipe()) {
            Thread.currentThread().interrupt();
            assertTrue(await(pipe.writeEnd(), Interest.WRITE).isWritable());
            assertSame(Readiness.NONE, await(pipe.readEnd(), Interest.READ));
            assertTrue(Thread.interrupted());
        }
    }

    @Test
    void closingByAnotherThreadEndsTheWaitsForTheDescriptorAndNoOthers() throws Exception {
        try (PipeEnds stays = Descriptors.pipe()) {
            Companion<Readiness> other = awaiting(stays.readEnd(), Interest.READ);
            for (int i = 0; i < 20; i++) {
                PipeEnds pipe = Descriptors.pipe();
                Companion<Readiness> one = awaiting(pipe.readEnd(), Interest.READ);
                Companion<Readiness> two = awaiting(pipe.readEnd(), Interest.READ);
                Descriptors.close(pipe.readEnd());
                assertThrows(AsynchronousCloseException.class, one::join);
                assertThrows(AsynchronousCloseException.class, two::join);
                Descriptors.close(pipe.writeEnd());
            }
            assertFalse(other.isDone());
            write(stays.writeEnd());
            assertTrue(other.join().isReadable());
        }
    }

    @Test
    void aNumberThatComesBackIsWaitedForAsTheNewFile() throws Exception {
        for (int i = 0; i < 200; i++) {
            try (PipeEnds pipe = Descriptors.pipe()) {
                Companion<Readiness> reader = awaiting(pipe.readEnd(), Interest.READ);
                write(pipe.writeEnd());
                assertTrue(reader.join().isReadable());
                // As somebody does who knows nothing of Vigil: the number stands for another file all at once.
                try (PipeEnds another = Descriptors.pipe()) {
                    Descriptors.duplicateTo(another.readEnd(), pipe.readEnd());
                    Companion<Readiness> next = awaiting(pipe.readEnd(), Interest.READ);
                    write(another.writeEnd());
                    assertTrue(next.join().isReadable());
                }
            }
        }
    }

    @Test
    void oneReadsAndOneWritesAndSeveralWaitAlike() throws Exception {
        try (SocketPair pair = Sockets.pair()) {
            ByteBuffer block = ByteBuffer.allocate(1 << 16);
            while (Descriptors.write(pair.first(), block.clear()) > 0) {
                // until it is full
            }
            List<Companion<Readiness>> readers = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                readers.add(awaiting(pair.first(), Interest.READ));
            }
            Companion<Readiness> writer = awaiting(pair.first(), Interest.WRITE);
            write(pair.second());
            for (Companion<Readiness> reader : readers) {
                assertEquals(Readiness.READABLE_BIT, reader.join().bits());
            }
            assertFalse(writer.isDone());
            while (Descriptors.read(pair.second(), block.clear()) > 0) {
                // until it is empty
            }
            assertEquals(Readiness.WRITABLE_BIT, writer.join().bits());
        }
    }

    @Test
    void theOtherEndGoneIsToldToAll() throws Exception {
        PipeEnds pipe = Descriptors.pipe();
        Companion<Readiness> one = awaiting(pipe.readEnd(), Interest.READ);
        Companion<Readiness> two = awaiting(pipe.readEnd(), Interest.READ);
        Descriptors.close(pipe.writeEnd());
        assertTrue(one.join().isReadable());
        assertTrue(two.join().isHangup());
        Descriptors.close(pipe.readEnd());
    }

    @Test
    void aGuardThatSaysNoEndsTheWait() throws Exception {
        try (PipeEnds pipe = Descriptors.pipe()) {
            assertSame(Readiness.NONE, Waits.park(backend, pipe.readEnd(), Interest.READ, LONG, () -> false));
            AtomicBoolean wanted = new AtomicBoolean(true);
            Companion<Readiness> waiting =
                    Companion.calling(() -> Waits.park(backend, pipe.readEnd(), Interest.READ, LONG, wanted::get));
            until(() -> Waits.waiting() == 1);
            Waits.lookAgain(pipe.readEnd());
            assertFalse(waiting.isDone());
            wanted.set(false);
            Waits.lookAgain(pipe.readEnd());
            assertSame(Readiness.NONE, waiting.join());
        }
    }

    @Test
    void aBlockingDescriptorMayBeWaitedForInEitherDirection() throws Exception {
        try (PipeEnds pipe = Descriptors.pipe(false)) {
            Companion<Readiness> reader = awaiting(pipe.readEnd(), Interest.READ);
            write(pipe.writeEnd());
            assertTrue(reader.join().isReadable());
            Descriptors.setNonBlocking(pipe.writeEnd(), true);
            ByteBuffer block = ByteBuffer.allocate(1 << 16);
            while (Descriptors.write(pipe.writeEnd(), block.clear()) > 0) {
                // until it is full
            }
            Descriptors.setNonBlocking(pipe.writeEnd(), false);
            Companion<Readiness> writer = awaiting(pipe.writeEnd(), Interest.WRITE);
            while (Descriptors.read(pipe.readEnd(), block.clear()) == block.capacity()) {
                // until there is room
            }
            assertTrue(writer.join().isWritable());
        }
    }

    @Test
    void aClosedDescriptorIsRefused() throws Exception {
        PipeEnds pipe = Descriptors.pipe();
        pipe.close();
        IOException refused = assertThrows(IOException.class, () -> await(pipe.readEnd(), Interest.READ));
        assertTrue(refused.getMessage().contains("EBADF"), refused::getMessage);
    }

    @Test
    void manyInterruptedWaitsLeaveNothingBehind() throws Exception {
        try (PipeEnds pipe = Descriptors.pipe()) {
            // The first opens what the watching needs.
            assertSame(Readiness.NONE, Waits.await(backend, pipe.readEnd(), Interest.READ, 1));
            int watched = Waits.watched();
            int threads = Thread.activeCount();
            for (int i = 0; i < 25_000; i++) {
                Thread.currentThread().interrupt();
                assertSame(Readiness.NONE, Waits.park(backend, pipe.readEnd(), Interest.READ, LONG, () -> true));
                assertTrue(Thread.interrupted());
            }
            assertEquals(watched, Waits.watched());
            assertEquals(0, Waits.waiting());
            assertTrue(Thread.activeCount() <= threads + 1);
        }
    }

    /** Data that nobody asked for, and what was told and not taken: nothing of it makes the watching thread turn. */
    @Test
    void whatIsReadyAndWantedByNobodyTurnsNoLoop() throws Exception {
        CountingBackend counting = new CountingBackend(backend);
        try (SocketPair pair = Sockets.pair()) {
            int fd = pair.first();
            write(pair.second());
            for (Interest other : List.of(Interest.READ_CLOSED, Interest.PRIORITY)) {
                if (takes(other)) {
                    Companion<Readiness> waiting =
                            Companion.calling(() -> Waits.park(counting, fd, other, QUIET, () -> true));
                    until(() -> Waits.waiting() == 1);
                    assertNoLoop(counting, "with data, when " + other + " is waited for");
                    assertSame(Readiness.NONE, waiting.join());
                }
            }
            for (Interest once : List.of(Interest.WRITE, Interest.READ, Interest.READ.and(Interest.WRITE))) {
                assertNotSame(Readiness.NONE, Waits.park(counting, fd, once, LONG, () -> true));
                assertNoLoop(counting, "when " + once + " was told");
            }
            Sockets.shutdownOutput(pair.second());
            assertTrue(Waits.park(counting, fd, Interest.READ, LONG, () -> true).isReadable());
            assertNoLoop(counting, "when the end was told");
            if (takes(Interest.READ_CLOSED)) {
                assertTrue(Waits.park(counting, fd, Interest.READ_CLOSED, LONG, () -> true)
                        .isReadClosed());
                assertNoLoop(counting, "when the end was told that was waited for");
            }
        }
    }

    private boolean takes(Interest interest) {
        return backend.features().contains(interest.isPriority() ? Feature.PRIORITY : Feature.READ_CLOSED);
    }

    private static void assertNoLoop(CountingBackend counting, String when) {
        int before = counting.waits();
        LockSupport.parkNanos(QUIET / 2);
        int waits = counting.waits() - before;
        assertTrue(waits < FEW, () -> waits + " waits " + when);
    }
}
