package dev.vigil.raw;

import dev.vigil.EventHandler;
import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Registration;
import dev.vigil.accept.Listener;
import dev.vigil.posix.Descriptors;
import dev.vigil.posix.FdChannel;
import dev.vigil.posix.HeldDescriptor;
import dev.vigil.posix.SocketConstants;
import dev.vigil.posix.Sockets;
import java.io.IOException;
import java.net.SocketAddress;

/**
 * A listening socket that is a raw descriptor: one inherited from another process, for instance. For
 * {@link dev.vigil.accept.Acceptor}.
 *
 * <p>Any thread may call any method. A {@link #close} while another thread accepts leaves the closing of the descriptor to
 * that one.
 */
public final class DescriptorListener implements Listener<FdChannel> {

    private static final int USUAL_BACKLOG = 1024;

    private final HeldDescriptor held;

    private DescriptorListener(int fd, boolean owned) {
        held = new HeldDescriptor(fd, owned);
    }

    /**
     * A listener that closes the descriptor when it is closed.
     *
     * @param fd a listening socket, which nobody else closes from now on
     * @return the listener; the descriptor is non-blocking from now on, in every process that shares it
     * @throws IllegalArgumentException if the socket does not listen
     * @throws IOException if the descriptor is not open or no socket
     */
    public static DescriptorListener owning(int fd) throws IOException {
        return of(fd, true);
    }

    /**
     * A listener that leaves the descriptor open when it is closed.
     *
     * @param fd a listening socket, which its owner closes after this
     * @return the listener; the descriptor is non-blocking from now on, in every process that shares it
     * @throws IllegalArgumentException if the socket does not listen
     * @throws IOException if the descriptor is not open or no socket
     */
    public static DescriptorListener borrowing(int fd) throws IOException {
        return of(fd, false);
    }

    private static DescriptorListener of(int fd, boolean owned) throws IOException {
        if (!listens(fd)) {
            throw new IllegalArgumentException("descriptor " + fd + " does not listen: call listen(2) on it first");
        }
        Descriptors.setNonBlocking(fd, true);
        return new DescriptorListener(fd, owned);
    }

    /**
     * Opens a listener, see {@link dev.vigil.accept.ListenerFactory}.
     *
     * @param address where to listen: an address of the Internet, port 0 for one that the system picks; one of the Unix domain, also a
     *     {@link dev.vigil.posix.UnixAddress}, whose file stays when the listener is closed; or a {@link dev.vigil.posix.VsockAddress}
     * @param backlog how many connections may wait to be accepted; 0 for 1,024
     * @param reusePort whether others may have the same address
     * @return the listener, which owns its descriptor
     * @throws IOException if the system refuses
     * @throws UnsupportedOperationException if there are no such addresses here, or others cannot have the same
     */
    public static Listener<FdChannel> open(SocketAddress address, int backlog, boolean reusePort) throws IOException {
        return new DescriptorListener(Sockets.listen(address, backlog == 0 ? USUAL_BACKLOG : backlog, reusePort), true);
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
    public FdChannel accept() throws IOException {
        int fd = held.enter();
        try {
            int connection = Sockets.accept(fd);
            return connection < 0 ? null : owned(connection);
        } finally {
            held.leave();
        }
    }

    private static FdChannel owned(int connection) throws IOException {
        try {
            return FdChannel.owning(connection);
        } catch (IOException e) {
            // Nobody else knows of it.
            Descriptors.close(connection);
            throw e;
        }
    }

    @Override
    public void discard(FdChannel connection) {
        try {
            connection.close();
        } catch (IOException e) {
            // It is closed all the same, and nothing was written that could be lost.
            return;
        }
    }

    /** Whether the descriptor still is a listening socket: its owner may have closed it, and its number be another file's. */
    @Override
    public boolean isOpen() {
        try {
            int fd = held.enter();
            try {
                return listens(fd);
            } finally {
                held.leave();
            }
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public SocketAddress localAddress() throws IOException {
        int fd = held.enter();
        try {
            return Sockets.localAddress(fd);
        } finally {
            held.leave();
        }
    }

    /**
     * Closes the listener, and the descriptor if it is owned. Closing again does nothing.
     *
     * @throws IOException if the system reports an error in closing; the listener is closed nevertheless
     */
    @Override
    public void close() throws IOException {
        held.close();
    }

    @Override
    public void abandon() {
        held.abandon();
    }

    /** Names the descriptor. */
    @Override
    public String toString() {
        return "DescriptorListener[" + held + "]";
    }

    private static boolean listens(int fd) throws IOException {
        return Sockets.option(fd, SocketConstants.SOL_SOCKET, SocketConstants.SO_ACCEPTCONN) != 0;
    }
}
