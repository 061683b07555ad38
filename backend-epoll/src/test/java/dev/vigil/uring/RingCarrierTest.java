package dev.vigil.uring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vigil.carry.Block;
import dev.vigil.carry.CarrierChoice;
import dev.vigil.carry.Carriers;
import dev.vigil.carry.Operation;
import dev.vigil.posix.Descriptors;
import dev.vigil.posix.Errno;
import dev.vigil.posix.ErrnoException;
import dev.vigil.posix.FcntlConstants;
import dev.vigil.posix.OpenDescriptors;
import dev.vigil.posix.PipeEnds;
import dev.vigil.posix.PosixFiles;
import dev.vigil.posix.Pseudoterminal;
import dev.vigil.posix.SocketConstants;
import dev.vigil.posix.SocketPair;
import dev.vigil.posix.Sockets;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The ring behind the seam: whatever goes wrong in it, no byte is lost or doubled, and every answer is what a plain call would give. */
@ExtendWith(OpenDescriptors.class)
@Timeout(120)
class RingCarrierTest {
    private static final int BYTES = 1 << 20;

    private final ScriptedUring system = new ScriptedUring();
    private final Block memory = new Block(ByteBuffer.allocateDirect(BYTES));
    private final List<AutoCloseable> open = new ArrayList<>();
    private RingCarrier carrier;

    @BeforeEach
    void open() throws IOException {
        assumeTrue(RingSupport.availability().usable(), RingSupport::describe);
        carrier = new RingCarrier(Ring.ofOneIssuer(system, 16), new BatchPolicy(true, 1));
    }

    @AfterEach
    void close() throws Exception {
        if (carrier != null) {
            carrier.close();
            system.close();
        }
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private SocketPair pair() throws IOException {
        SocketPair pair = Sockets.pair();
        open.add(pair);
        return pair;
    }

    private PipeEnds pipe() throws IOException {
        PipeEnds pipe = Descriptors.pipe();
        open.add(pipe);
        return pipe;
    }

    private void carry(Operation... operations) throws IOException {
        carrier.carry(operations, operations.length);
    }

    private Plain read(int fd, int from, int most) {
        return Plain.read(fd).asks(memory, from, most);
    }

    private Plain write(int fd, int from, int most) {
        return Plain.write(fd).asks(memory, from, most);
    }

    private static void assertMoved(int bytes, Operation operation) {
        assertTrue(operation.isDone());
        assertEquals(bytes, operation.count());
        assertEquals(null, operation.failure());
    }

    private static void assertUndone(Operation operation) {
        assertFalse(operation.isDone());
    }

    @Test
    void readsAndWritesOfAllKindsAreOneCall() throws IOException {
        SocketPair pair = pair();
        PipeEnds pipe = pipe();
        memory.buffer().put(0, "abcdefgh".getBytes(StandardCharsets.US_ASCII));
        Plain send = write(pair.first(), 0, 3);
        Plain write = write(pipe.writeEnd(), 3, 5);
        Plain none = read(pair.first(), 100, 9);
        carry(send, write, none);
        assertMoved(3, send);
        assertMoved(5, write);
        assertMoved(0, none);
        Plain receive = read(pair.second(), 10, 90);
        Plain read = read(pipe.readEnd(), 100, 90);
        carry(receive, read);
        assertMoved(3, receive);
        assertMoved(5, read);
        assertEquals((byte) 'c', memory.buffer().get(12));
        assertEquals((byte) 'h', memory.buffer().get(104));
        assertEquals(2, system.calls);
        assertEquals(2, carrier.gauges().get("ring.batches"));
        assertEquals(5, carrier.gauges().get("ring.operations"));
    }

    @Test
    void aBatchOfOneIsLeftToAPlainCall() throws IOException {
        SocketPair pair = pair();
        Plain one = write(pair.first(), 0, 1);
        carry(one);
        assertUndone(one);
        assertEquals(0, system.calls);
    }

    @Test
    void theEndIsLeftToAPlainCall() throws IOException {
        SocketPair pair = pair();
        Sockets.shutdownOutput(pair.first());
        Plain atEnd = read(pair.second(), 0, 9);
        Plain none = read(pair.first(), 0, 9);
        carry(atEnd, none);
        assertUndone(atEnd);
        assertMoved(0, none);
        atEnd.perform();
        assertTrue(atEnd.atEnd);
    }

    @Test
    void aShortSendAFullSocketAndAFullPipeAreTold() throws IOException {
        SocketPair pair = pair();
        PipeEnds pipe = pipe();
        Sockets.setOption(pair.first(), SocketConstants.SOL_SOCKET, SocketConstants.SO_SNDBUF, 20_000);
        Plain send = write(pair.first(), 0, BYTES);
        Plain write = write(pipe.writeEnd(), 0, BYTES);
        carry(send, write);
        assertTrue(send.count() > 0 && send.count() < BYTES, () -> send.count() + " taken");
        assertMoved(65_536, write);
        int taken = send.count();
        carry(send.asks(memory, 0, 100), write.asks(memory, 0, 100));
        assertMoved(0, send);
        assertMoved(0, write);
        assertEquals(taken, drain(pair.second()));
        assertEquals(65_536, drain(pipe.readEnd()));
    }

    private static int drain(int fd) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        int all = 0;
        int count;
        while ((count = Descriptors.read(fd, bytes.clear())) > 0) {
            all += count;
        }
        return all;
    }

    @Test
    void whatIsTheRingsOwnTroubleIsLeftToAPlainCallAndWhatSaysNothingNowIsNoTrouble() throws IOException {
        SocketPair pair = pair();
        PipeEnds pipe = pipe();
        int[] own = {Errno.ECANCELED, Errno.EINTR, Errno.ENOBUFS, Errno.ENOMEM, Errno.EINVAL, Errno.ENOSYS, Errno.EBADF
        };
        for (int errno : own) {
            Descriptors.write(pair.first(), ByteBuffer.allocate(1));
            system.result(0, -errno);
            system.result(1, -errno);
            Plain read = read(pair.second(), 0, 9);
            Plain write = write(pair.second(), 0, 1);
            Plain other = write(pipe.writeEnd(), 0, 1);
            carry(read, write, other);
            assertUndone(read);
            assertUndone(write);
            assertMoved(1, other);
            read.perform();
            write.perform();
            assertMoved(1, read);
            assertMoved(1, write);
        }
        assertEquals(own.length, drain(pair.first()));
        assertEquals(own.length, drain(pipe.readEnd()));
        system.result(0, -Errno.EAGAIN);
        system.result(1, -Errno.EAGAIN);
        Plain read = read(pair.second(), 0, 9);
        Plain write = write(pair.second(), 0, 1);
        carry(read, write);
        assertMoved(0, read);
        assertMoved(0, write);
    }

    @Test
    void anErrorOfTheDescriptorIsThatOfAPlainCall() throws IOException {
        SocketPair pair = pair();
        system.result(0, -Errno.EIO);
        system.result(1, -Errno.EPIPE);
        Plain read = read(pair.second(), 0, 9);
        Plain write = write(pair.second(), 0, 1);
        carry(read, write);
        assertEquals("read", ((ErrnoException) read.failure()).call());
        assertEquals(Errno.EIO, ((ErrnoException) read.failure()).errno());
        assertEquals("write", ((ErrnoException) write.failure()).call());
        assertEquals(pair.second(), ((ErrnoException) write.failure()).fd());
    }

    /** The system tells of it once; on this machine it is there when the other side has closed. */
    @Test
    void aResetIsTold() throws IOException {
        SocketPair pair = pair();
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            int fd = Sockets.connect(listener.getLocalAddress());
            try {
                SocketChannel accepted = listener.accept();
                accepted.setOption(StandardSocketOptions.SO_LINGER, 0);
                accepted.close();
                Plain reset = read(fd, 0, 9);
                carry(reset, read(pair.first(), 0, 9));
                assertEquals(Errno.ECONNRESET, ((ErrnoException) reset.failure()).errno());
            } finally {
                Descriptors.close(fd);
            }
        }
    }

    @Test
    void aTerminalAndAFileOnADiskAreReadWithPlainCalls(@TempDir Path directory) throws IOException {
        Path path = Files.writeString(directory.resolve("file"), "text");
        int file = PosixFiles.open(path, FcntlConstants.O_RDONLY);
        try (Pseudoterminal terminal = Pseudoterminal.open()) {
            Plain onDisk = read(file, 0, 9);
            Plain typed = read(terminal.terminal(), 0, 9);
            Plain other = read(terminal.controller(), 0, 9);
            Plain none = read(pair().first(), 0, 9);
            for (int i = 0; i < 2; i++) {
                carry(
                        onDisk.asks(memory, 0, 9),
                        typed.asks(memory, 0, 9),
                        other.asks(memory, 0, 9),
                        none.asks(memory, 0, 9));
                assertUndone(onDisk);
                assertUndone(typed);
                assertUndone(other);
            }
            onDisk.perform();
            assertMoved(4, onDisk);
        } finally {
            Descriptors.close(file);
        }
    }

    @Test
    void aBatchBeyondTheQueueIsSeveralCalls() throws IOException {
        Operation[] writes = new Operation[50];
        Operation[] reads = new Operation[50];
        for (int i = 0; i < 50; i++) {
            SocketPair pair = pair();
            writes[i] = write(pair.first(), i, 1);
            reads[i] = read(pair.second(), 1_000 + i, 9);
            memory.buffer().put(i, (byte) (i + 1));
        }
        carry(writes);
        carry(reads);
        for (int i = 0; i < 50; i++) {
            assertMoved(1, writes[i]);
            assertMoved(1, reads[i]);
            assertEquals((byte) (i + 1), memory.buffer().get(1_000 + i));
        }
        assertEquals(2 * 4, system.calls);
    }

    /** The last of 17 is alone in its batch. */
    @Test
    void theLastOneOfManyIsLeftToAPlainCall() throws IOException {
        Operation[] reads = new Operation[17];
        for (int i = 0; i < 17; i++) {
            reads[i] = read(pair().first(), 0, 1);
        }
        carry(reads);
        assertMoved(0, reads[15]);
        assertUndone(reads[16]);
    }

    @Test
    void aRingThatFailsInTheMiddleHasAnsweredWhatItHasMovedAndNothingElse() throws IOException {
        SocketPair[] pairs = new SocketPair[12];
        Operation[] operations = new Operation[12];
        for (int i = 0; i < 12; i++) {
            pairs[i] = pair();
            Descriptors.write(pairs[i].second(), ByteBuffer.allocate(1));
            operations[i] = i % 2 == 0 ? write(pairs[i].first(), 0, 1) : read(pairs[i].first(), 0, 9);
        }
        system.most = 5;
        system.enter(0);
        system.enter(Errno.EIO);
        assertThrows(IOException.class, () -> carry(operations));
        int undone = 0;
        for (int i = 0; i < 12; i++) {
            if (!operations[i].isDone()) {
                undone++;
                operations[i].perform();
            }
            assertMoved(1, operations[i]);
            assertEquals(i % 2 == 0 ? 1 : 0, drain(pairs[i].second()), "exactly once");
            assertEquals(i % 2 == 0 ? 1 : 0, drain(pairs[i].first()));
        }
        assertEquals(7, undone);
        carrier.close();
        carrier.close();
        assertThrows(IOException.class, () -> carry(operations));
    }

    @Test
    void aRingThatCannotBeEnabledHasMovedNothing() throws IOException {
        SocketPair pair = pair();
        system.enable = Errno.EBADF;
        Plain send = write(pair.first(), 0, 1);
        Plain none = read(pair.first(), 0, 1);
        assertThrows(IOException.class, () -> carry(send, none));
        assertUndone(send);
        assertUndone(none);
        assertEquals(0, drain(pair.second()));
    }

    /** Sends and receives in random sizes through sockets and pipes with little room, with faults of all kinds in between. */
    @Test
    void noByteIsLostOrDoubledWhateverHappensOnTheWay() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<Course> courses = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            SocketPair pair = pair();
            Sockets.setOption(pair.first(), SocketConstants.SOL_SOCKET, SocketConstants.SO_SNDBUF, 5_000);
            courses.add(new Course(pair.first(), pair.second(), i * 2, memory));
            PipeEnds pipe = pipe();
            courses.add(new Course(pipe.writeEnd(), pipe.readEnd(), i * 2 + 1, memory));
        }
        int[] faults = {Errno.ECANCELED, Errno.EINTR, Errno.ENOBUFS, Errno.ENOMEM, Errno.EAGAIN};
        for (int turn = 0; turn < 5_000; turn++) {
            List<Operation> batch = new ArrayList<>();
            for (Course course : courses) {
                course.join(batch, random);
            }
            if (random.nextInt(3) == 0) {
                system.result(random.nextInt(16), -faults[random.nextInt(faults.length)]);
            }
            if (random.nextInt(3) == 0) {
                system.shorten(random.nextInt(16), 1 + random.nextInt(50));
            }
            if (random.nextInt(8) == 0) {
                system.enter(random.nextBoolean() ? Errno.EINTR : Errno.EAGAIN);
            }
            system.most = random.nextInt(4) == 0 ? 1 + random.nextInt(5) : Integer.MAX_VALUE;
            if (!batch.isEmpty()) {
                carrier.carry(batch.toArray(new Operation[0]), batch.size());
            }
            for (Course course : courses) {
                course.settle(seed);
            }
        }
        for (Course course : courses) {
            assertTrue(course.received > 100_000, () -> course.received + " bytes only, seed " + seed);
        }
    }

    /** One stream of bytes, each of which tells its place in it. */
    private static final class Course {
        private static final int ROOM = 1 << 15;

        private final Plain write;
        private final Plain read;
        private final int base;
        private final Block memory;
        private boolean writing;
        private boolean reading;
        private long sent;
        long received;

        Course(int to, int from, int number, Block memory) {
            this.write = Plain.write(to);
            this.read = Plain.read(from);
            this.base = number * 2 * ROOM;
            this.memory = memory;
        }

        private static byte at(long place) {
            return (byte) (place * 31 + place / 251);
        }

        void join(List<Operation> batch, Random random) {
            writing = random.nextInt(4) != 0;
            reading = random.nextInt(4) != 0;
            if (writing) {
                int length = 1 + random.nextInt(random.nextBoolean() ? 100 : ROOM);
                for (int i = 0; i < length; i++) {
                    memory.buffer().put(base + i, at(sent + i));
                }
                batch.add(write.asks(memory, base, length));
            }
            if (reading) {
                batch.add(read.asks(memory, base + ROOM, 1 + random.nextInt(ROOM)));
            }
        }

        void settle(long seed) {
            if (writing) {
                if (!write.isDone()) {
                    write.perform();
                }
                sent += write.count();
            }
            if (reading) {
                if (!read.isDone()) {
                    read.perform();
                }
                for (int i = 0; i < read.count(); i++) {
                    long place = received + i;
                    assertEquals(
                            at(place), memory.buffer().get(base + ROOM + i), () -> "byte " + place + ", seed " + seed);
                }
                received += read.count();
            }
            assertEquals(null, write.failure());
            assertEquals(null, read.failure());
        }
    }

    @Test
    void wherePlainCallsAreCheaperTheyAreMadeAndSomeTurnsAreTimed() throws IOException {
        try (RingCarrier cheap = new RingCarrier(Ring.ofOneIssuer(16), new BatchPolicy(false, 1))) {
            SocketPair pair = pair();
            Plain first = read(pair.first(), 0, 1);
            Plain second = read(pair.second(), 0, 1);
            Operation[] operations = {first, second};
            cheap.carry(operations, 2);
            assertMoved(0, first);
            assertEquals(1, first.performed, "the first turn is timed");
            first.asks(memory, 0, 1);
            cheap.carry(operations, 2);
            assertUndone(first);
            assertEquals(0, cheap.gauges().get("ring.batches"));
        }
    }

    @Test
    void aBatchAllocatesNothing() throws IOException {
        SocketPair pair = pair();
        PipeEnds pipe = pipe();
        Plain send = write(pair.first(), 0, 10);
        Plain receive = read(pair.second(), 10, 10);
        Plain none = read(pipe.readEnd(), 20, 10);
        Operation[] operations = {send, receive, none};
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long allocated = Long.MAX_VALUE;
        for (int round = 0; round < 3; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 20_000; i++) {
                send.asks(memory, 0, 10);
                receive.asks(memory, 10, 10);
                none.asks(memory, 20, 10);
                carrier.carry(operations, 3);
            }
            allocated = threads.getCurrentThreadAllocatedBytes() - before;
        }
        long last = allocated;
        assertTrue(last < 8_192, () -> last + " bytes");
    }

    @Test
    void itIsFoundAsAService() throws IOException {
        CarrierChoice choice = Carriers.open();
        choice.carrier().close();
        assertEquals("ring", choice.description());
    }
}
