package dev.vigil.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DescriptorsTest {

    @Test
    void whatIsWrittenToAPipeIsRead() throws IOException {
        try (PipeEnds pipe = Descriptors.pipe()) {
            ByteBuffer source = ByteBuffer.wrap("hello".getBytes(StandardCharsets.US_ASCII));
            assertEquals(5, Descriptors.write(pipe.writeEnd(), source));
            assertFalse(source.hasRemaining());
            ByteBuffer target = ByteBuffer.allocate(10);
            assertEquals(5, Descriptors.read(pipe.readEnd(), target));
            assertEquals(
                    "hello", StandardCharsets.US_ASCII.decode(target.flip()).toString());
        }
    }

    @Test
    void anEmptyNonBlockingPipeReadsZeroAndAClosedOneMinusOne() throws IOException {
        PipeEnds pipe = Descriptors.pipe();
        assertEquals(0, Descriptors.read(pipe.readEnd(), ByteBuffer.allocate(1)));
        Descriptors.close(pipe.writeEnd());
        assertEquals(-1, Descriptors.read(pipe.readEnd(), ByteBuffer.allocate(1)));
        Descriptors.close(pipe.readEnd());
    }

    @Test
    void aCounterGivesWhatWasAdded() throws IOException {
        int fd = Descriptors.eventFd(2);
        Descriptors.addToCounter(fd, 40);
        assertEquals(42, Descriptors.takeCounter(fd));
        assertEquals(0, Descriptors.takeCounter(fd));
        Descriptors.close(fd);
    }

    @Test
    void whetherADescriptorBlocksCanBeChosen() throws IOException {
        try (PipeEnds pipe = Descriptors.pipe(false)) {
            assertFalse(Descriptors.isNonBlocking(pipe.readEnd()));
            Descriptors.setNonBlocking(pipe.readEnd(), true);
            assertTrue(Descriptors.isNonBlocking(pipe.readEnd()));
            assertFalse(Descriptors.isNonBlocking(pipe.writeEnd()));
        }
    }

    @Test
    void aCallOnAClosedDescriptorNamesCallDescriptorAndErrno() throws IOException {
        int fd = Descriptors.eventFd(0);
        Descriptors.close(fd);
        ErrnoException e = assertThrows(ErrnoException.class, () -> Descriptors.read(fd, ByteBuffer.allocateDirect(1)));
        assertEquals("read(fd " + fd + "): EBADF (Bad file descriptor)", e.getMessage());
        assertEquals("read", e.call());
        assertEquals(fd, e.fd());
        assertEquals(Errno.EBADF, e.errno());
        assertEquals("EBADF", e.errnoName());
    }

    @Test
    void theTypeOfADescriptorIsKnown() throws IOException {
        try (PipeEnds pipe = Descriptors.pipe();
                SocketPair pair = Sockets.pair()) {
            assertEquals(
                    DescriptorType.FIFO, DescriptorStatus.of(pipe.readEnd()).type());
            assertEquals(DescriptorStatus.of(pipe.readEnd()), DescriptorStatus.of(pipe.writeEnd()));
            assertEquals(
                    DescriptorType.SOCKET, DescriptorStatus.of(pair.first()).type());
        }
    }
}
