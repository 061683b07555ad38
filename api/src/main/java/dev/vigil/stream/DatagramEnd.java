package dev.vigil.stream;

import dev.vigil.EventHandler;
import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Registration;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.DatagramChannel;

/**
 * What a {@link DatagramPort} stands on: a socket that passes messages, which can be watched, and receives and sends without waiting.
 * Once handed to {@link Streams} it is theirs to close, and its methods are called by the thread of one loop.
 *
 * <p>A raw descriptor becomes one by {@code dev.vigil.raw.DescriptorDatagramEnd}.
 */
public interface DatagramEnd extends Closeable {
    /**
     * An end that is a channel. It makes one system call for each message, and one more to see that no more are there.
     *
     * @param channel the channel, in non-blocking mode; bound, connected, or neither
     * @return the end, which closes the channel when it is closed
     * @throws IllegalArgumentException if the channel is closed or in blocking mode
     */
    static DatagramEnd of(DatagramChannel channel) {
        return new ChannelDatagramEnd(channel);
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
     * Receives the messages that are there, as many as the batch has room for, without waiting, and {@linkplain DatagramBatch#received
     * notes} each. If it notes fewer than there is room for, and no {@linkplain DatagramBatch#failed failure}, no more are there now.
     *
     * @param batch where to put them
     * @throws IOException as {@link DatagramBatch#failed}
     */
    void receive(DatagramBatch batch) throws IOException;

    /**
     * Sends messages of a batch, from the first on, without waiting, and says how many {@linkplain DatagramBatch#sent were sent}. If it
     * says fewer than there are, and no {@linkplain DatagramBatch#failed failure}, there is no room now.
     *
     * @param batch the messages
     * @throws IOException as {@link DatagramBatch#failed}
     */
    void send(DatagramBatch batch) throws IOException;

    /**
     * Closes the end. Idempotent.
     *
     * @throws IOException if the system reports an error; the end is closed nevertheless
     */
    @Override
    void close() throws IOException;

    /**
     * Lets go of an end that somebody else has closed, and closes nothing whose number may be another file's by now. By default it
     * closes, which suits what knows by itself that it is closed, as a channel does.
     *
     * @throws IOException if the system reports an error
     */
    default void abandon() throws IOException {
        close();
    }
}
