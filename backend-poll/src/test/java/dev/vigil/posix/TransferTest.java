package dev.vigil.posix;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bytes through descriptors, from and to buffers of either kind. */
@ExtendWith(OpenDescriptors.class)
class TransferTest {

    private static final int MEBIBYTE = 1 << 20;

    enum Kind {
        HEAP,
        DIRECT,
        HEAP_SLICE,
        DIRECT_SLICE;

        ByteBuffer of(byte[] bytes) {
            return empty(bytes.length).put(bytes).flip();
        }

        ByteBuffer empty(int size) {
            return switch (this) {
                case HEAP -> ByteBuffer.allocate(size);
                case DIRECT -> ByteBuffer.allocateDirect(size);
                case HEAP_SLICE -> ByteBuffer.allocate(size + 7).slice(7, size);
                case DIRECT_SLICE -> ByteBuffer.allocateDirect(size + 7).slice(7, size);
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsWrittenIsReadAndNothingAroundItIsTouched(Kind kind) throws IOException {
        try (PipeEnds pipe = Descriptors.pipe()) {
            ByteBuffer source = kind.of(new byte[] {9, 1, 2, 3, 9});
            source.position(1).limit(4);
            assertEquals(3, Descriptors.write(pipe.writeEnd(), source));
            assertEquals(4, source.position());
            assertEquals(4, source.limit());

            ByteBuffer target = kind.of(new byte[] {7, 7, 7, 7, 7, 7, 7});
            target.position(2).limit(6);
            assertEquals(3, Descriptors.read(pipe.readEnd(), target));
            assertEquals(5, target.position());
            assertEquals(6, target.limit());
            assertEquals(kind.of(new byte[] {7, 7, 1, 2, 3, 7, 7}), target.clear());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aReadTakesNoMoreThanFits(Kind kind) throws IOException {
        try (PipeEnds pipe = Descriptors.pipe()) {
            Descriptors.write(pipe.writeEnd(), kind.of(new byte[] {1, 2, 3, 4, 5}));
            assertEquals(2, Descriptors.read(pipe.readEnd(), kind.empty(2)));
            assertEquals(3, Descriptors.read(pipe.readEnd(), kind.empty(10)));
            assertEquals(0, Descriptors.read(pipe.readEnd(), kind.empty(10)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void theEndReadsMinusOneAndMovesNothing(Kind kind) throws IOException {
        PipeEnds pipe = Descriptors.pipe();
        Descriptors.close(pipe.writeEnd());
        try {
            ByteBuffer target = kind.empty(4);
            assertEquals(-1, Descriptors.read(pipe.readEnd(), target));
            assertEquals(0, target.position());
        } finally {
            Descriptors.close(pipe.readEnd());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aReadWithoutRoomAsksNobody(Kind kind) throws IOException {
        // -1 is no descriptor: a call on it would be refused.
        assertEquals(0, Descriptors.read(-1, kind.empty(0)));
    }

    @ParameterizedTest
    @EnumSource
    void aReadOnlyBufferIsWrittenFromButNotReadInto(Kind kind) throws IOException {
        try (PipeEnds pipe = Descriptors.pipe()) {
            ByteBuffer source = kind.of(new byte[] {1, 2, 3}).asReadOnlyBuffer();
            assertEquals(3, Descriptors.write(pipe.writeEnd(), source));
            assertFalse(source.hasRemaining());
            ByteBuffer target = kind.empty(3).asReadOnlyBuffer();
            assertThrows(ReadOnlyBufferException.class, () -> Descriptors.read(pipe.readEnd(), target));
            ByteBuffer readable = kind.empty(3);
            assertEquals(3, Descriptors.read(pipe.readEnd(), readable));
            assertEquals(kind.of(new byte[] {1, 2, 3}), readable.flip());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFullPipeTakesAPartAndThenNothing(Kind kind) throws IOException {
        byte[] bytes = randomBytes(MEBIBYTE);
        try (PipeEnds pipe = Descriptors.pipe()) {
            ByteBuffer source = kind.of(bytes);
            int taken = Descriptors.write(pipe.writeEnd(), source);
            assertTrue(taken > 0 && taken < MEBIBYTE, "taken " + taken);
            assertEquals(taken, source.position());
            assertEquals(0, Descriptors.write(pipe.writeEnd(), source));
            assertEquals(taken, source.position());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aMebibyteArrivesWholeThroughANonBlockingPipe(Kind kind) throws IOException {
        byte[] bytes = randomBytes(MEBIBYTE + 4321);
        try (PipeEnds pipe = Descriptors.pipe()) {
            ByteBuffer source = kind.of(bytes);
            ByteBuffer target = kind.empty(bytes.length);
            while (target.hasRemaining()) {
                Descriptors.write(pipe.writeEnd(), source);
                assertTrue(Descriptors.read(pipe.readEnd(), target) > 0);
            }
            assertEquals(ByteBuffer.wrap(bytes), target.flip());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBlockingPipeTakesAMebibyteInOneCall(Kind kind) throws Exception {
        byte[] bytes = randomBytes(MEBIBYTE + 4321);
        try (PipeEnds pipe = Descriptors.pipe(false)) {
            CompletableFuture<Integer> written = Threads.call(() -> Descriptors.write(pipe.writeEnd(), kind.of(bytes)));
            ByteBuffer target = kind.empty(bytes.length);
            while (target.hasRemaining()) {
                assertTrue(Descriptors.read(pipe.readEnd(), target) > 0);
            }
            assertEquals(bytes.length, Threads.result(written));
            assertEquals(ByteBuffer.wrap(bytes), target.flip());
        }
    }

    @Test
    void aDatagramIsReadWholeIntoAHeapBuffer() throws IOException {
        InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        int receiver = Sockets.datagram(loopback);
        int sender = Sockets.datagram(loopback);
        try {
            Sockets.connect(sender, Sockets.localAddress(receiver));
            byte[] largest = randomBytes(65_507);
            assertEquals(largest.length, Descriptors.write(sender, ByteBuffer.wrap(largest)));
            ByteBuffer target = ByteBuffer.allocate(MEBIBYTE);
            assertEquals(largest.length, Descriptors.read(receiver, target));
            assertEquals(ByteBuffer.wrap(largest), target.flip());
        } finally {
            Descriptors.close(receiver);
            Descriptors.close(sender);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aMessageTooLongIsRefusedAndTheBufferKept(Kind kind) throws IOException {
        InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        int receiver = Sockets.datagram(loopback);
        int sender = Sockets.datagram(loopback);
        try {
            Sockets.connect(sender, Sockets.localAddress(receiver));
            ByteBuffer source = kind.of(new byte[100_000]);
            ErrnoException e = assertThrows(ErrnoException.class, () -> Descriptors.write(sender, source));
            assertEquals("EMSGSIZE", e.errnoName());
            assertEquals(0, source.position());
            assertEquals(0, Descriptors.read(receiver, ByteBuffer.allocate(1)));
        } finally {
            Descriptors.close(receiver);
            Descriptors.close(sender);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aMessageLargerThanAPieceStaysOneMessage(Kind kind) throws IOException {
        NativeMemory fds = NativeMemory.allocate(2 * Integer.BYTES);
        int type = SocketConstants.SOCK_DGRAM | SocketConstants.SOCK_NONBLOCK;
        Errors.check("socketpair", LibC.functions().socketpair(SocketConstants.AF_UNIX, type, 0, fds.address()));
        int sender = fds.buffer().getInt(0);
        int receiver = fds.buffer().getInt(Integer.BYTES);
        try {
            byte[] bytes = randomBytes(Scratch.LARGE + 10_000);
            assertEquals(bytes.length, Descriptors.write(sender, kind.of(bytes)));
            ByteBuffer target = kind.empty(MEBIBYTE);
            assertEquals(bytes.length, Descriptors.read(receiver, target));
            assertEquals(ByteBuffer.wrap(bytes), target.flip());
            assertEquals(0, Descriptors.read(receiver, kind.empty(1)));
        } finally {
            Descriptors.close(sender);
            Descriptors.close(receiver);
        }
    }

    @Test
    void aReadThatFailsLeavesTheBufferAlone() throws IOException {
        byte[] bytes = {1, 2, 3};
        ByteBuffer target = ByteBuffer.wrap(bytes);
        assertThrows(ErrnoException.class, () -> Descriptors.read(-1, target));
        assertEquals(0, target.position());
        assertArrayEquals(new byte[] {1, 2, 3}, bytes);
    }

    private static byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }
}
