package dev.vigil.raw;

import dev.vigil.EventHandler;
import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Registration;
import dev.vigil.posix.Descriptors;
import dev.vigil.posix.HasDescriptor;
import dev.vigil.posix.HeldDescriptor;
import dev.vigil.posix.MessageVector;
import dev.vigil.stream.DatagramBatch;
import dev.vigil.stream.DatagramEnd;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;

/**
 * A raw socket of datagrams, of the Internet, the Unix domain or any other, for {@link dev.vigil.stream.Streams#openDatagrams}. On Linux
 * up to 16 messages are received or sent with one system call.
 *
 * <p>The addresses are of the kinds that {@link dev.vigil.posix.Sockets} knows; none are made again for a message of the Internet as long
 * as no more than some hundred are met. Like every end it is used by one thread at a time; any thread may close it.
 */
public final class DescriptorDatagramEnd implements DatagramEnd, HasDescriptor {
    private final HeldDescriptor held;
    private final MessageVector vector;

    private DescriptorDatagramEnd(int fd) throws IOException {
        vector = MessageVector.of(fd);
        held = new HeldDescriptor(fd, true);
    }

    /**
     * An end that is a descriptor.
     *
     * @param fd an open socket of datagrams, which nobody else closes from now on; non-blocking from now on, in every process that shares
     *     it. If this throws it is still the caller's
     * @return the end
     * @throws IOException if the descriptor is not open
     * @throws IllegalArgumentException if it is no socket, or one of a stream or of {@code SOCK_SEQPACKET}
     */
    public static DescriptorDatagramEnd owning(int fd) throws IOException {
        DescriptorDatagramEnd end = new DescriptorDatagramEnd(fd);
        Descriptors.setNonBlocking(fd, true);
        return end;
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
    public Registration register(EventSource source, Interest interest, EventHandler handler) throws IOException {
        int fd = held.enter();
        try {
            return source.register(fd, interest, handler);
        } finally {
            held.leave();
        }
    }

    @Override
    public void receive(DatagramBatch batch) throws IOException {
        int fd = held.enter();
        try {
            boolean more = true;
            int first = 0;
            while (more && first < batch.size()) {
                int asked = Math.min(vector.step(), batch.size() - first);
                for (int i = 0; i < asked; i++) {
                    vector.place(i, batch.buffer(first + i));
                }
                int got = vector.receive(fd, asked);
                for (int i = 0; i < got; i++) {
                    batch.received(vector.from(i), vector.length(i), vector.isCut(i));
                }
                first += got;
                more = got == asked;
            }
            if (first == 0 && vector.hasEnded(fd)) {
                batch.ended();
            }
        } finally {
            held.leave();
        }
    }

    @Override
    public void send(DatagramBatch batch) throws IOException {
        int fd = held.enter();
        try {
            boolean more = true;
            for (int first = 0; more && first < batch.size(); ) {
                int asked = prepare(batch, first, Math.min(vector.step(), batch.size() - first));
                int gone = vector.send(fd, asked);
                first += gone;
                batch.sent(first);
                // Of fewer than asked the system does not say why: an error, or no room.
                more = gone > 0;
            }
        } finally {
            held.leave();
        }
    }

    /** One whose address is unknown here must not keep those before it from being sent. Returns how many are ready. */
    private int prepare(DatagramBatch batch, int first, int asked) {
        for (int i = 0; i < asked; i++) {
            vector.place(i, batch.buffer(first + i));
            try {
                vector.address(i, batch.address(first + i));
            } catch (RuntimeException e) {
                if (i == 0) {
                    throw e;
                }
                return i;
            }
        }
        return asked;
    }

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
        return held.toString();
    }
}
