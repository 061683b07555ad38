package dev.vigil.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;

@ExtendWith(OpenDescriptors.class)
class DescriptorsTest {

    @Test
    void aCounterGivesWhatWasAdded() throws IOException {
        int fd = Descriptors.eventFd(2);
        try {
            Descriptors.addToCounter(fd, 40);
            assertEquals(42, Descriptors.takeCounter(fd));
            assertEquals(0, Descriptors.takeCounter(fd));
        } finally {
            Descriptors.close(fd);
        }
    }

    @Test
    void aFullCounterStaysFull() throws IOException {
        int fd = Descriptors.eventFd(0);
        try {
            long full = -2;
            Descriptors.addToCounter(fd, full);
            Descriptors.addToCounter(fd, 1);
            assertEquals(full, Descriptors.takeCounter(fd));
        } finally {
            Descriptors.close(fd);
        }
    }

    @Test
    void whetherADescriptorWaitsCanBeChosen() throws IOException {
        try (PipeEnds pipe = Descriptors.pipe(false)) {
            assertFalse(Descriptors.isNonBlocking(pipe.readEnd()));
            Descriptors.setNonBlocking(pipe.readEnd(), true);
            assertTrue(Descriptors.isNonBlocking(pipe.readEnd()));
            assertEquals(0, Descriptors.read(pipe.readEnd(), ByteBuffer.allocate(1)));
            assertFalse(Descriptors.isNonBlocking(pipe.writeEnd()));
            Descriptors.setNonBlocking(pipe.readEnd(), false);
            assertFalse(Descriptors.isNonBlocking(pipe.readEnd()));
        }
    }

    @Test
    void whatIsOpenedIsNonBlockingUnlessAskedOtherwise() throws IOException {
        int counter = Descriptors.eventFd(0);
        int timer = Timers.open();
        try (PipeEnds pipe = Descriptors.pipe();
                SocketPair sockets = Sockets.pair();
                Pseudoterminal terminal = Pseudoterminal.open()) {
            int[] all = {
                counter,
                timer,
                pipe.readEnd(),
                pipe.writeEnd(),
                sockets.first(),
                sockets.second(),
                terminal.controller(),
                terminal.terminal()
            };
            for (int fd : all) {
                assertTrue(Descriptors.isNonBlocking(fd), OpenDescriptors.now().get(fd));
            }
        } finally {
            Descriptors.close(counter);
            Descriptors.close(timer);
        }
    }

    @Test
    void aDuplicateSharesTheOpenFile() throws IOException {
        try (PipeEnds pipe = Descriptors.pipe()) {
            int duplicate = Descriptors.duplicate(pipe.writeEnd());
            try {
                Descriptors.write(duplicate, ByteBuffer.wrap(new byte[3]));
                assertEquals(3, Descriptors.read(pipe.readEnd(), ByteBuffer.allocate(10)));
            } finally {
                Descriptors.close(duplicate);
            }
        }
    }

    @Test
    void bytesMoveFromPipeToSocketWithinTheKernel() throws IOException {
        try (PipeEnds pipe = Descriptors.pipe();
                SocketPair sockets = Sockets.pair()) {
            assertEquals(0, Descriptors.splice(pipe.readEnd(), sockets.first(), 100));
            Descriptors.write(pipe.writeEnd(), ByteBuffer.wrap(new byte[] {1, 2, 3}));
            assertEquals(3, Descriptors.splice(pipe.readEnd(), sockets.first(), 100));
            ByteBuffer target = ByteBuffer.allocate(10);
            assertEquals(3, Descriptors.read(sockets.second(), target));
            assertEquals(ByteBuffer.wrap(new byte[] {1, 2, 3}), target.flip());
        }
    }

    @Test
    void splicingFromTheEndGivesMinusOne() throws IOException {
        PipeEnds pipe = Descriptors.pipe();
        Descriptors.close(pipe.writeEnd());
        try (SocketPair sockets = Sockets.pair()) {
            assertEquals(-1, Descriptors.splice(pipe.readEnd(), sockets.first(), 100));
        } finally {
            Descriptors.close(pipe.readEnd());
        }
    }

    @Test
    void everyCallOnAClosedDescriptorNamesItselfTheDescriptorAndTheErrno() throws IOException {
        int fd = Descriptors.eventFd(0);
        Descriptors.close(fd);
        assertRefused("read(fd " + fd + ")", () -> Descriptors.read(fd, ByteBuffer.allocateDirect(1)));
        assertRefused("read(fd " + fd + ")", () -> Descriptors.takeCounter(fd));
        assertRefused("write(fd " + fd + ")", () -> Descriptors.write(fd, ByteBuffer.allocate(1)));
        assertRefused("write(fd " + fd + ")", () -> Descriptors.addToCounter(fd, 1));
        assertRefused("close(fd " + fd + ")", () -> Descriptors.close(fd));
        assertRefused("fcntl(F_DUPFD_CLOEXEC, fd " + fd + ")", () -> Descriptors.duplicate(fd));
        assertRefused("fcntl(F_GETFL, fd " + fd + ")", () -> Descriptors.isNonBlocking(fd));
        assertRefused("fcntl(F_GETFL, fd " + fd + ")", () -> Descriptors.setNonBlocking(fd, true));
        assertRefused("fcntl(F_SETFD, fd " + fd + ")", () -> Descriptors.setCloseOnExec(fd, true));
        assertRefused("splice(to fd 1, fd " + fd + ")", () -> Descriptors.splice(fd, 1, 1));
        assertRefused("fstat(fd " + fd + ")", () -> DescriptorStatus.of(fd));
        assertRefused("accept(fd " + fd + ")", () -> Sockets.accept(fd));
        assertRefused("timerfd_settime(fd " + fd + ")", () -> Timers.stop(fd));
        assertRefused("fcntl(F_GETFD, fd " + fd + ")", () -> FdChannel.owning(fd));
    }

    @Test
    void minusOneIsNoDescriptor() {
        assertRefused("read(fd -1)", () -> Descriptors.read(-1, ByteBuffer.allocate(1)));
        assertThrows(IllegalArgumentException.class, () -> FdChannel.borrowing(-1));
    }

    @Test
    void theExceptionCarriesWhatItsMessageSays() throws IOException {
        int fd = Descriptors.eventFd(0);
        Descriptors.close(fd);
        ErrnoException e = assertThrows(ErrnoException.class, () -> Descriptors.close(fd));
        assertEquals("close", e.call());
        assertEquals(fd, e.fd());
        assertEquals(Errno.EBADF, e.errno());
        assertEquals("EBADF", e.errnoName());
    }

    @Test
    void aClosedReaderIsAnErrorAndNoSignal() throws IOException {
        PipeEnds pipe = Descriptors.pipe();
        Descriptors.close(pipe.readEnd());
        try {
            ErrnoException e = assertThrows(
                    ErrnoException.class, () -> Descriptors.write(pipe.writeEnd(), ByteBuffer.allocate(1)));
            assertEquals("write(fd " + pipe.writeEnd() + "): EPIPE (Broken pipe)", e.getMessage());
        } finally {
            Descriptors.close(pipe.writeEnd());
        }
    }

    private static void assertRefused(String call, Executable executable) {
        ErrnoException e = assertThrows(ErrnoException.class, executable, call);
        assertEquals(call + ": EBADF (Bad file descriptor)", e.getMessage());
    }
}
