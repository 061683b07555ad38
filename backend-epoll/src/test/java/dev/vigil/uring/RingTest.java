package dev.vigil.uring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vigil.posix.Descriptors;
import dev.vigil.posix.Errno;
import dev.vigil.posix.NativeMemory;
import dev.vigil.posix.OpenDescriptors;
import dev.vigil.posix.PipeEnds;
import dev.vigil.posix.SocketConstants;
import dev.vigil.posix.SocketPair;
import dev.vigil.posix.Sockets;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Layouts and numbers, proved by the kernel, and what it does that the notes of {@link Ring} rest on. */
@ExtendWith(OpenDescriptors.class)
@Timeout(120)
class RingTest {
    private static final int BYTES = 1 << 17;

    private final ScriptedUring system = new ScriptedUring();
    private final List<String> seen = new ArrayList<>();
    private SocketPair pair;
    private PipeEnds pipe;
    private NativeMemory memory;
    private Ring ring;

    @BeforeEach
    void open() throws IOException {
        assumeTrue(RingSupport.availability().usable(), RingSupport::describe);
        pair = Sockets.pair();
        pipe = Descriptors.pipe();
        memory = NativeMemory.allocate(BYTES);
        ring = Ring.ofOneIssuer(system, 8);
    }

    @AfterEach
    void close() throws IOException {
        if (ring != null) {
            ring.close();
            system.close();
            pair.close();
            pipe.close();
        }
    }

    private void take() {
        while (ring.next()) {
            seen.add(ring.tag() + ":" + ring.result());
            ring.done();
        }
    }

    private List<String> submit(int expected) {
        seen.clear();
        assertEquals(0, ring.submit(expected));
        take();
        return seen;
    }

    @Test
    void manyOperationsOfAllKindsAreOneCall() {
        ring.send(pair.first(), memory.address(), 3, 1);
        ring.receive(pair.second(), memory.address(), 100, 2);
        ring.write(pipe.writeEnd(), memory.address(), 5, 3);
        ring.read(pipe.readEnd(), memory.address(), 100, 4);
        ring.receive(pair.second(), memory.address(), 100, 5);
        ring.read(pipe.readEnd(), memory.address(), 100, 6);
        assertEquals(List.of("2:3", "4:5", "5:" + -Errno.EAGAIN, "6:" + -Errno.EAGAIN), submit(4));
        assertEquals(1, system.calls);
    }

    @Test
    void ofOneIssuerTheTasksAreDeferredAndOfAnyTheyAreNot() throws IOException {
        assertTrue((ring.flags() & UringConstants.IORING_SETUP_DEFER_TASKRUN) != 0);
        try (Ring other = Ring.ofAnyIssuer(8)) {
            assertEquals(0, other.flags() & UringConstants.IORING_SETUP_SINGLE_ISSUER);
            assertTrue((other.flags() & UringConstants.IORING_SETUP_COOP_TASKRUN) != 0);
        }
    }

    @Test
    void aRingOfOneIssuerBelongsToTheThreadThatSubmitsFirst() throws InterruptedException {
        AtomicReference<Integer> first = new AtomicReference<>();
        Thread loop = new Thread(() -> {
            ring.receive(pair.second(), memory.address(), 1, 1);
            first.set(ring.submit(1));
        });
        loop.start();
        loop.join();
        assertEquals(0, first.get(), "it was made by another thread");
        ring.receive(pair.second(), memory.address(), 1, 2);
        assertEquals("EEXIST", Errno.name(ring.submit(1)));
        assertEquals(1, ring.size());
    }

    @Test
    void aShortSendIsNotSilent() throws IOException {
        Sockets.setOption(pair.first(), SocketConstants.SOL_SOCKET, SocketConstants.SO_SNDBUF, 20_000);
        ring.send(pair.first(), memory.address(), BYTES, 1);
        assertEquals(0, ring.submit(0));
        assertTrue(ring.next());
        int taken = ring.result();
        ring.done();
        assertTrue(taken > 0 && taken < BYTES, () -> taken + " taken");
        int there = 0;
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        while (there < taken) {
            there += Descriptors.read(pair.second(), bytes);
        }
        assertEquals(0, Descriptors.read(pair.second(), bytes));
        assertEquals(taken, there, "no more and no less");
        assertEquals(List.of(), submitSend(10));
    }

    private List<String> submitSend(int length) {
        ring.send(pair.first(), memory.address(), length, 2);
        return submit(0);
    }

    @Test
    void aShortWriteToAPipeIsNotSilent() {
        ring.write(pipe.writeEnd(), memory.address(), BYTES, 1);
        ring.write(pipe.writeEnd(), memory.address(), BYTES, 2);
        assertEquals(List.of("1:65536", "2:" + -Errno.EAGAIN), submit(2));
    }

    @Test
    void theEndAndErrorsAreTold() throws IOException {
        Sockets.shutdownOutput(pair.first());
        PipeEnds broken = Descriptors.pipe();
        Descriptors.close(broken.readEnd());
        ring.receive(pair.second(), memory.address(), 1, 1);
        ring.send(pair.first(), memory.address(), 1, 2);
        ring.write(broken.writeEnd(), memory.address(), 1, 3);
        ring.receive(pipe.writeEnd(), memory.address(), 1, 4);
        List<String> told = submit(4);
        told.sort(null);
        Descriptors.close(broken.writeEnd());
        assertEquals(List.of("1:0", "2:" + -Errno.EPIPE, "3:" + -Errno.EPIPE, "4:" + -Errno.ENOTSOCK), told);
    }

    /** Nobody waits for it, since it would be silent if it succeeded. */
    @Test
    void aWriteThatFailsIsToldWhenTheCallReturns() throws IOException {
        PipeEnds broken = Descriptors.pipe();
        Descriptors.close(broken.readEnd());
        ring.write(broken.writeEnd(), memory.address(), 1, 1);
        assertEquals(List.of("1:" + -Errno.EPIPE), submit(0));
        ring.write(pipe.writeEnd(), memory.address(), BYTES, 2);
        ring.write(pipe.writeEnd(), memory.address(), 1, 3);
        List<String> full = List.copyOf(submit(0));
        Descriptors.close(broken.writeEnd());
        assertEquals(List.of("2:65536", "3:" + -Errno.EAGAIN), full);
        assertEquals(2, system.calls);
    }

    @Test
    void anOperationBeyondTheCapacityIsRefused() {
        for (int i = 0; i < ring.capacity(); i++) {
            ring.receive(pair.second(), memory.address(), 1, i);
        }
        assertThrows(IllegalStateException.class, () -> ring.receive(pair.second(), memory.address(), 1, 9));
        assertEquals(8, submit(8).size());
    }

    @Test
    void theQueuesGoRoundManyTimes() {
        for (int i = 0; i < 1_000; i++) {
            ring.send(pair.first(), memory.address(), 7, 1);
            ring.receive(pair.second(), memory.address(), 7, i);
            ring.read(pipe.readEnd(), memory.address(), 7, -i - 1);
            assertEquals(List.of(i + ":7", (-i - 1) + ":" + -Errno.EAGAIN), submit(2));
        }
        assertEquals(1_000, system.calls);
    }

    @Test
    void completionsBeyondTheirQueueAreKept() {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            if (ring.size() == ring.capacity()) {
                ring.submit(0);
            }
            ring.receive(pair.second(), memory.address(), 1, i);
            expected.add(i + ":" + -Errno.EAGAIN);
        }
        assertEquals(0, ring.submit(0));
        take();
        assertEquals(expected, seen);
    }

    @Test
    void whatACallDoesNotTakeInGoesInWithTheNext() {
        system.most = 1;
        for (int i = 0; i < 4; i++) {
            ring.receive(pair.second(), memory.address(), 1, i);
        }
        assertEquals(4, submit(4).size());
        assertEquals(4, system.calls);
    }

    @Test
    void aSignalAndAPassingShortageAreNoFailure() {
        system.enter(Errno.EINTR);
        system.enter(Errno.EAGAIN);
        system.enter(Errno.EBUSY);
        ring.receive(pair.second(), memory.address(), 1, 1);
        assertEquals(List.of("1:" + -Errno.EAGAIN), submit(1));
    }

    @Test
    void aShortageThatStaysIsAFailure() {
        for (int i = 0; i < 1_000; i++) {
            system.enter(Errno.EAGAIN);
        }
        ring.receive(pair.second(), memory.address(), 1, 1);
        assertEquals("EAGAIN", Errno.name(ring.submit(1)));
        assertEquals(1, ring.size());
    }

    @Test
    void whenItFailsInTheMiddleTheFirstAreDoneAndTheLastAreLeft() throws IOException {
        system.most = 2;
        system.enter(0);
        system.enter(Errno.EIO);
        for (int i = 0; i < 5; i++) {
            ring.send(pair.first(), memory.address(), 1, i);
        }
        assertEquals("EIO", Errno.name(ring.submit(0)));
        assertEquals(3, ring.size());
        ring.dropLeft();
        assertEquals(0, ring.size());
        assertEquals(2, Descriptors.read(pair.second(), ByteBuffer.allocate(9)));
        system.most = 9;
        assertEquals(List.of(), submitSend(1));
        assertEquals(1, Descriptors.read(pair.second(), ByteBuffer.allocate(9)), "what was left is forgotten");
    }

    @Test
    void aKernelThatLacksAFeatureIsRefusedByName() {
        try (AutoClosing old = new AutoClosing()) {
            old.system.lacks = UringConstants.IORING_FEAT_CQE_SKIP;
            String message = assertThrows(OldKernelException.class, () -> Ring.ofOneIssuer(old.system, 4))
                    .getMessage();
            assertTrue(message.contains("IORING_FEAT_CQE_SKIP"), message);
            assertFalse(message.contains("NODROP"), message);
        }
    }

    private static final class AutoClosing implements AutoCloseable {
        final ScriptedUring system = new ScriptedUring();

        @Override
        public void close() {
            system.close();
        }
    }

    @Test
    void aBatchAllocatesNothing() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        Ring plain = ring;
        Runnable batch = () -> {
            plain.receive(pair.second(), memory.address(), 1, 1);
            plain.read(pipe.readEnd(), memory.address(), 1, 2);
            plain.submit(2);
            while (plain.next()) {
                plain.done();
            }
        };
        for (int i = 0; i < 20_000; i++) {
            batch.run();
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 20_000; i++) {
            batch.run();
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        // The fault layer looks tags up, which boxes those beyond 127 only.
        assertTrue(allocated < 8_192, () -> allocated + " bytes");
    }
}
