package dev.vigil.raw;

import dev.vigil.EventHandler;
import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Registration;
import dev.vigil.posix.DescriptorStatus;
import dev.vigil.posix.DescriptorType;
import dev.vigil.posix.Descriptors;
import dev.vigil.posix.Errno;
import dev.vigil.posix.ErrnoException;
import dev.vigil.posix.FcntlConstants;
import dev.vigil.posix.OperatingSystem;
import dev.vigil.posix.SocketConstants;
import dev.vigil.posix.Sockets;
import dev.vigil.relay.RelayEnd;
import dev.vigil.relay.RelayPipe;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;

/**
 * A raw descriptor as one end of a {@link dev.vigil.relay.Relay}: a socket, a terminal, one end of a pipe or named pipe. On Linux
 * large streams between sockets and pipes are spliced, not copied.
 *
 * <p>Like every end it is used by one thread at a time.
 */
public final class DescriptorEnd implements RelayEnd, SplicePipe.Spliceable {
    private static final boolean LINUX = OperatingSystem.CURRENT == OperatingSystem.LINUX;

    private final int fd;
    private final DescriptorType type;
    private final boolean canRead;
    private final boolean canWrite;
    private boolean closed;

    private DescriptorEnd(int fd) throws IOException {
        this.fd = fd;
        this.type = DescriptorStatus.of(fd).type();
        int mode = Descriptors.statusFlags(fd) & FcntlConstants.O_ACCMODE;
        canRead = mode != FcntlConstants.O_WRONLY;
        canWrite = mode != FcntlConstants.O_RDONLY;
    }

    /**
     * An end that is a descriptor. It carries bytes in the directions that it is open for.
     *
     * @param fd an open descriptor, which nobody else closes from now on; non-blocking from now on, in every process that shares it
     * @return the end
     * @throws IOException if the descriptor is not open
     */
    public static DescriptorEnd owning(int fd) throws IOException {
        DescriptorEnd end = new DescriptorEnd(fd);
        Descriptors.setNonBlocking(fd, true);
        return end;
    }

    /**
     * An end that is a channel, as {@link RelayEnd#of}; on Linux it is spliced with others like it, where its descriptor is to be
     * had.
     *
     * @param channel the channel, connected and in non-blocking mode
     * @return the end, which closes the channel when it is closed
     * @throws IllegalArgumentException if the channel is in blocking mode, or no byte stream
     */
    public static RelayEnd of(SelectableChannel channel) {
        RelayEnd end = RelayEnd.of(channel);
        if (!LINUX) {
            return end;
        }
        try {
            return new SocketEnd(end, channel);
        } catch (IOException | RuntimeException | LinkageError e) {
            // Closed by now, no channel of the JDK's, or one that keeps its descriptor to itself: reading tells, or
            // works.
            return end;
        }
    }

    @Override
    public int fd() {
        return fd;
    }

    @Override
    public boolean canSplice() {
        return LINUX && (type == DescriptorType.SOCKET || type == DescriptorType.FIFO);
    }

    @Override
    public RelayPipe.Factory pipes(RelayEnd to) {
        return SplicePipe.between(canSplice(), to);
    }

    @Override
    public Registration register(EventSource source, Interest interest, EventHandler handler) throws IOException {
        return source.register(fd, interest, handler);
    }

    @Override
    public boolean canRead() {
        return canRead;
    }

    @Override
    public boolean canWrite() {
        return canWrite;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        try {
            return Descriptors.read(fd, target);
        } catch (ErrnoException e) {
            // How a terminal says on Linux that nobody has its other side open any more.
            if (type == DescriptorType.CHARACTER_DEVICE && e.errno() == Errno.EIO) {
                return -1;
            }
            throw e;
        }
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        return Descriptors.write(fd, source);
    }

    @Override
    public boolean endOutput() throws IOException {
        if (type == DescriptorType.SOCKET) {
            Sockets.shutdownOutput(fd);
            return true;
        }
        if (!canRead) {
            close();
            return true;
        }
        return false;
    }

    /** As for channels: with the smallest send buffer a TCP socket is writable when next to nothing is left in it. */
    @Override
    public boolean deliverFirst() throws IOException {
        if (type != DescriptorType.SOCKET) {
            return false;
        }
        Sockets.setOption(fd, SocketConstants.SOL_SOCKET, SocketConstants.SO_SNDBUF, 1);
        return true;
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            Descriptors.close(fd);
        }
    }

    @Override
    public void abort() throws IOException {
        try {
            if (type == DescriptorType.SOCKET && !closed) {
                Sockets.resetWhenClosed(fd);
            }
        } finally {
            close();
        }
    }

    /** Names the descriptor. */
    @Override
    public String toString() {
        return "fd " + fd;
    }
}
