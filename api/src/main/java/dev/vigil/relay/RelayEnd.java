package dev.vigil.relay;

import dev.vigil.EventHandler;
import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Registration;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;

/**
 * One of the two ends that a {@link Relay} moves bytes between: a channel, or whatever else can be watched, read and written
 * without waiting. Once handed to a relay it is the relay's to close, and its methods are called by the thread of one loop.
 *
 * <p>A raw descriptor becomes an end by {@code dev.vigil.raw.DescriptorEnd}.
 */
public interface RelayEnd extends Closeable {
    /**
     * An end that is a channel: a stream socket, or one side of a pipe.
     *
     * @param channel the channel, connected and in non-blocking mode
     * @return the end, which closes the channel when it is closed
     * @throws IllegalArgumentException if the channel is in blocking mode, or no byte stream
     */
    static RelayEnd of(SelectableChannel channel) {
        return new ChannelEnd(channel);
    }

    /**
     * Registers the end with a source.
     *
     * @param source the source
     * @param interest what to watch for
     * @param handler what to run
     * @return the registration
     * @throws IOException if the end is closed, or the system refuses
     */
    Registration register(EventSource source, Interest interest, EventHandler handler) throws IOException;

    /**
     * Whether bytes can come from here.
     *
     * @return false for the writing side of a pipe
     */
    boolean canRead();

    /**
     * Whether bytes can go here.
     *
     * @return false for the reading side of a pipe
     */
    boolean canWrite();

    /**
     * Where bytes may wait on their way to another end without being copied out of the kernel.
     *
     * @param to the other end
     * @return opens such places; null, as by default, if there are none
     */
    default RelayPipe.Factory pipes(RelayEnd to) {
        return null;
    }

    /**
     * Whether a read of this end is nothing but a read of the descriptor that it is registered with, and a write a write, so that
     * they may be done many at once by number ({@code dev.vigil.carry}). Not so if bytes are changed on their way, or errors.
     *
     * @return false, as by default: {@link #read} and {@link #write} are called
     */
    default boolean isPlain() {
        return false;
    }

    /**
     * Reads what is there, without waiting.
     *
     * @param target a direct buffer with room
     * @return how many bytes were read, 0 if nothing is there now, -1 if no more will come
     * @throws IOException if the stream is broken
     */
    int read(ByteBuffer target) throws IOException;

    /**
     * Writes what is taken, without waiting.
     *
     * @param source a direct buffer with something in it
     * @return how many bytes were taken; 0 if there is no room now
     * @throws IOException if nothing can be written any more. What comes from here is relayed on until a read tells that it is over, so
     *     an end that has failed altogether says so there too
     */
    int write(ByteBuffer source) throws IOException;

    /**
     * Tells the other side that no more bytes will come, and goes on reading.
     *
     * @return false if this kind of stream has no such notion: a terminal, for one
     * @throws IOException if the stream is broken
     */
    boolean endOutput() throws IOException;

    /**
     * Closes the end. What was written is still delivered. Idempotent.
     *
     * @throws IOException if the system reports an error; the end is closed nevertheless
     */
    @Override
    void close() throws IOException;

    /**
     * Prepares for {@link #abort} to drop nothing that the other side still waits for: from here on the end is writable only once
     * nearly all that was written has arrived there. Nothing is written any more.
     *
     * @return false, as by default, if an abort drops nothing that was written, or there is no way to wait for that
     * @throws IOException if the stream is broken
     */
    default boolean deliverFirst() throws IOException {
        return false;
    }

    /**
     * Lets go of an end that somebody else has closed, as the source has told ({@link dev.vigil.Readiness#isInvalid}). Touches nothing
     * that may be another one's by now: a descriptor, for one. By default it {@linkplain #abort aborts}, which suits what knows by
     * itself that it is closed, as a channel does.
     *
     * @throws IOException if the system reports an error
     */
    default void abandon() throws IOException {
        abort();
    }

    /**
     * Closes the end in such a way that the other side sees the stream as broken off, not as complete: a TCP connection is reset.
     * What was written and not yet sent is dropped. Where there is no such thing it closes.
     *
     * @throws IOException if the system reports an error; the end is closed nevertheless
     */
    void abort() throws IOException;
}
