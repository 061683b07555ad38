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
import dev.vigil.posix.FdChannel;
import dev.vigil.posix.HasDescriptor;
import dev.vigil.posix.HeldDescriptor;
import dev.vigil.posix.MessagesAsBytes;
import dev.vigil.posix.OperatingSystem;
import dev.vigil.posix.SocketConstants;
import dev.vigil.posix.Sockets;
import dev.vigil.relay.RelayEnd;
import dev.vigil.relay.RelayPipe;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.util.List;

/**
 * A raw descriptor as one end of a {@link dev.vigil.relay.Relay}: a socket, a terminal, one end of a pipe or named pipe. On Linux
 * large streams between sockets and pipes are spliced, not copied.
 *
 * <p>Of a socket that passes messages the bytes are carried, and not where a message ends; an empty one carries none. What is too
 * long for one message is sent in several. A
 * terminal that reads without waiting ends when it is hung up.
 *
 * <p>Like every end it is used by one thread at a time; any thread may close it.
 */
public final class DescriptorEnd implements RelayEnd, HasDescriptor {
    private static final boolean LINUX = OperatingSystem.CURRENT == OperatingSystem.LINUX;

    /** What is loaded before it is needed: then no descriptor may be left to do it with. */
    static final List<Class<?>> LOADED =
            List.of(SocketEnd.class, SpareDescriptor.class, SplicePipe.class, Splicing.class, MessagesAsBytes.class);

    private final HeldDescriptor held;
    private final DescriptorType type;
    /** This end as one that can be spliced, or null. */
    final Spliceable splicing;

    /** How messages are read and written, or null if the descriptor passes none. */
    private final MessagesAsBytes messages;

    private final boolean canRead;
    private final boolean canWrite;

    private DescriptorEnd(int fd) throws IOException {
        held = new HeldDescriptor(fd, true);
        type = DescriptorStatus.of(fd).type();
        // What splice(2) takes out of a socket of messages has no end that could be told from an empty one.
        boolean isStream = type == DescriptorType.SOCKET && isStream(fd);
        boolean canSplice = LINUX && (type == DescriptorType.FIFO || isStream);
        messages = type == DescriptorType.SOCKET && !isStream ? new MessagesAsBytes() : null;
        splicing = canSplice ? new Splicing(held) : null;
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
     * An end that takes the descriptor of a channel over: the channel is closed from then on, and closes nothing. For a connection that
     * an acceptor handed out: should its handler throw afterwards, the descriptor is closed by the end alone.
     *
     * @param channel an open channel that owns its descriptor
     * @return the end
     * @throws IOException if the channel is closed, or the system refuses; the descriptor is closed then
     * @throws IllegalStateException if the descriptor is borrowed, or a read or write is under way
     */
    public static DescriptorEnd owning(FdChannel channel) throws IOException {
        int fd = channel.release();
        try {
            return owning(fd);
        } catch (Throwable e) {
            Descriptors.close(fd);
            throw e;
        }
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

    private static boolean isStream(int socket) throws IOException {
        return Sockets.option(socket, SocketConstants.SOL_SOCKET, SocketConstants.SO_TYPE)
                == SocketConstants.SOCK_STREAM;
    }

    /**
     * The descriptor, for a look: it is this end's to close.
     *
     * @return the descriptor
     * @throws ClosedChannelException if the end is closed
     */
    @Override
    public int fd() throws ClosedChannelException {
        return held.fd();
    }

    @Override
    public RelayPipe.Factory pipes(RelayEnd to) {
        return SplicePipe.between(this, to);
    }

    @Override
    public Registration register(EventSource source, Interest interest, EventHandler handler) throws IOException {
        int fd = held.enter();
        try {
            return source.register(fd, interest, handler);
        } finally {
            held.leave();
        }
    }

    @Override
    public boolean canRead() {
        return canRead;
    }

    @Override
    public boolean canWrite() {
        return canWrite;
    }

    /** A terminal has an end of its own, see {@link #read}, and messages are not cut like a stream. */
    @Override
    public boolean isPlain() {
        return type != DescriptorType.CHARACTER_DEVICE && messages == null;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        int fd = held.enter();
        try {
            return messages == null ? Descriptors.read(fd, target) : messages.read(fd, target);
        } catch (ErrnoException e) {
            // How a terminal says on Linux that nobody has its other side open any more.
            if (type == DescriptorType.CHARACTER_DEVICE && e.errno() == Errno.EIO) {
                return -1;
            }
            throw e;
        } finally {
            held.leave();
        }
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        int fd = held.enter();
        try {
            return messages == null ? Descriptors.write(fd, source) : messages.write(fd, source);
        } finally {
            held.leave();
        }
    }

    @Override
    public boolean endOutput() throws IOException {
        if (type == DescriptorType.SOCKET) {
            int fd = held.enter();
            try {
                Sockets.shutdownOutput(fd);
            } finally {
                held.leave();
            }
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
        int fd = held.enter();
        try {
            Sockets.setOption(fd, SocketConstants.SOL_SOCKET, SocketConstants.SO_SNDBUF, 1);
        } finally {
            held.leave();
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        held.close();
    }

    @Override
    public void abort() throws IOException {
        try {
            if (type == DescriptorType.SOCKET && held.isOpen()) {
                int fd = held.enter();
                try {
                    Sockets.resetWhenClosed(fd);
                } finally {
                    held.leave();
                }
            }
        } catch (ClosedChannelException e) {
            // By another thread, just now: there is nothing left to reset.
            return;
        } finally {
            close();
        }
    }

    @Override
    public void abandon() {
        held.abandon();
    }

    /** Names the descriptor. */
    @Override
    public String toString() {
        return held.toString();
    }

    /** No spare is needed: it is held. */
    private record Splicing(HeldDescriptor held) implements Spliceable {
        @Override
        public int lend(SpareDescriptor spare) throws IOException {
            return held.enter();
        }

        @Override
        public void takeBack(SpareDescriptor spare) {
            held.leave();
        }
    }
}
