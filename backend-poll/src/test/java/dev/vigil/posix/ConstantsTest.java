package dev.vigil.posix;

import static dev.vigil.posix.PollConstants.POLLERR;
import static dev.vigil.posix.PollConstants.POLLHUP;
import static dev.vigil.posix.PollConstants.POLLIN;
import static dev.vigil.posix.PollConstants.POLLNVAL;
import static dev.vigil.posix.PollConstants.POLLOUT;
import static dev.vigil.posix.PollConstants.POLLPRI;
import static dev.vigil.posix.PollConstants.POLLRDHUP;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import jnr.constants.platform.Fcntl;
import jnr.constants.platform.OpenFlags;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each constant is what the kernel takes it for; those that another test proves are not repeated. */
@ExtendWith(OpenDescriptors.class)
class ConstantsTest {

    private static final int ALL = POLLIN | POLLPRI | POLLOUT | POLLRDHUP;

    /** Which the kernel agrees with in the other tests, and jnr-constants here. */
    @Test
    void numbersOfFcntlAreThoseOfTheSystem() {
        assertEquals(OpenFlags.O_RDONLY.intValue(), FcntlConstants.O_RDONLY);
        assertEquals(OpenFlags.O_WRONLY.intValue(), FcntlConstants.O_WRONLY);
        assertEquals(OpenFlags.O_RDWR.intValue(), FcntlConstants.O_RDWR);
        assertEquals(OpenFlags.O_NONBLOCK.intValue(), FcntlConstants.O_NONBLOCK);
        assertEquals(OpenFlags.O_CREAT.intValue(), FcntlConstants.O_CREAT);
        assertEquals(OpenFlags.O_TRUNC.intValue(), FcntlConstants.O_TRUNC);
        assertEquals(OpenFlags.O_NOCTTY.intValue(), FcntlConstants.O_NOCTTY);
        assertEquals(Fcntl.F_GETFD.intValue(), FcntlConstants.F_GETFD);
        assertEquals(Fcntl.F_SETFD.intValue(), FcntlConstants.F_SETFD);
        assertEquals(Fcntl.F_GETFL.intValue(), FcntlConstants.F_GETFL);
        assertEquals(Fcntl.F_SETFL.intValue(), FcntlConstants.F_SETFL);
        if (OperatingSystem.CURRENT == OperatingSystem.LINUX) {
            assertEquals(OpenFlags.O_CLOEXEC.intValue(), FcntlConstants.O_CLOEXEC);
        }
    }

    @Test
    void pollTellsEveryStateOfAPipe() throws IOException {
        PipeEnds pipe = Descriptors.pipe();
        assertEquals(0, Poll.now(pipe.readEnd(), ALL));
        assertEquals(POLLOUT, Poll.now(pipe.writeEnd(), ALL));
        Descriptors.write(pipe.writeEnd(), ByteBuffer.allocate(1));
        assertEquals(POLLIN, Poll.now(pipe.readEnd(), ALL));
        int reader = Descriptors.duplicate(pipe.readEnd());
        Descriptors.close(pipe.writeEnd());
        assertEquals(POLLIN | POLLHUP, Poll.now(reader, ALL));
        Descriptors.close(reader);
        Descriptors.close(pipe.readEnd());
        assertEquals(POLLNVAL, Poll.now(pipe.readEnd(), ALL));
    }

    @Test
    void pollTellsThatNobodyReadsAPipe() throws IOException {
        PipeEnds pipe = Descriptors.pipe();
        Descriptors.close(pipe.readEnd());
        assertEquals(POLLOUT | POLLERR, Poll.now(pipe.writeEnd(), ALL));
        Descriptors.close(pipe.writeEnd());
    }

    @Test
    void pollTellsThatAPeerSendsNoMore() throws IOException {
        try (SocketPair pair = Sockets.pair()) {
            Sockets.shutdownOutput(pair.first());
            assertEquals(POLLIN | POLLOUT | POLLRDHUP, Poll.now(pair.second(), ALL));
            Sockets.shutdownOutput(pair.second());
            assertEquals(POLLIN | POLLOUT | POLLRDHUP | POLLHUP, Poll.now(pair.second(), ALL));
        }
    }

    @Test
    void ppollTakesSecondsAndNanoseconds() throws IOException {
        NativeMemory memory = NativeMemory.allocate(2 * Long.BYTES);
        memory.buffer().putLong(0, 0).putLong(Long.BYTES, 20_000_000);
        long start = System.nanoTime();
        assertEquals(0, LibC.ppoll(0, 0, memory.address()));
        assertTrue(System.nanoTime() - start >= 20_000_000);
        memory.buffer().putLong(Long.BYTES, 1_000_000_000);
        assertEquals(-1, LibC.ppoll(0, 0, memory.address()));
        assertEquals("EINVAL", Errno.name(Errno.last()));
    }

    @Test
    void socketOptionsTellWhatASocketIs() throws IOException {
        InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        int listener = Sockets.listen(loopback, 1, true);
        int datagram = Sockets.datagram(loopback);
        assertEquals(SocketConstants.SOCK_STREAM, option(listener, SocketConstants.SO_TYPE));
        assertEquals(SocketConstants.SOCK_DGRAM, option(datagram, SocketConstants.SO_TYPE));
        assertEquals(1, option(listener, SocketConstants.SO_ACCEPTCONN));
        assertEquals(0, option(datagram, SocketConstants.SO_ACCEPTCONN));
        assertEquals(1, option(listener, SocketConstants.SO_REUSEADDR));
        assertEquals(1, option(listener, SocketConstants.SO_REUSEPORT));
        // Linux doubles what was asked for, to have room for its own structures.
        Sockets.setOption(datagram, SocketConstants.SOL_SOCKET, SocketConstants.SO_RCVBUF, 10_000);
        assertEquals(20_000, option(datagram, SocketConstants.SO_RCVBUF));
        Sockets.setOption(datagram, SocketConstants.SOL_SOCKET, SocketConstants.SO_SNDBUF, 12_000);
        assertEquals(24_000, option(datagram, SocketConstants.SO_SNDBUF));
        Descriptors.close(listener);
        Descriptors.close(datagram);
    }

    @Test
    void theAccessModeIsThatOfTheOpening() throws IOException {
        try (PipeEnds pipe = Descriptors.pipe();
                SocketPair pair = Sockets.pair()) {
            assertEquals(FcntlConstants.O_RDONLY, accessMode(pipe.readEnd()));
            assertEquals(FcntlConstants.O_WRONLY, accessMode(pipe.writeEnd()));
            assertEquals(FcntlConstants.O_RDWR, accessMode(pair.first()));
        }
    }

    private static int accessMode(int fd) {
        return LibC.fcntl(fd, FcntlConstants.F_GETFL, 0) & FcntlConstants.O_ACCMODE;
    }

    private static int option(int fd, int option) throws IOException {
        return Sockets.option(fd, SocketConstants.SOL_SOCKET, option);
    }
}
