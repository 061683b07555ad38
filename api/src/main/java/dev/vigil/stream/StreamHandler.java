package dev.vigil.stream;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Is told what happens to a {@link Stream}. Every method runs on the thread of the stream's loop, one at a time, and never in the
 * middle of a call of the stream's own methods.
 *
 * <p>What a method throws, but for {@link #onClose}, aborts its stream: {@code onClose} is told of it, and so is the
 * {@link dev.vigil.loop.LoopExceptionHandler} of the loop. Other streams go on.
 */
@FunctionalInterface
public interface StreamHandler {
    /**
     * The stream has begun: the first that a handler is told. By default nothing is done.
     *
     * @param stream the stream
     * @throws IOException as whatever else it throws, which aborts the stream
     */
    default void onOpen(Stream stream) throws IOException {}

    /**
     * Bytes have come. What is left between position and limit is kept and offered again, in one piece with what follows, or when
     * the stream is resumed; so a parser takes whole messages and leaves the rest. A buffer that is left full, with as many bytes as
     * {@link StreamsBuilder#message} allows, holds no whole message: that aborts the stream.
     *
     * @param stream the stream
     * @param data what has come, in a buffer that is only to be used during this call, and may be written to; big-endian
     * @throws IOException as whatever else it throws, which aborts the stream
     */
    void onData(Stream stream, ByteBuffer data) throws IOException;

    /**
     * The peer has ended its output: no more bytes will come. By default the stream is {@linkplain Stream#close closed}, after what was
     * written by then. A handler that goes on writing closes the stream itself, or {@linkplain Stream#shutdownOutput ends its
     * output}, which closes it too.
     *
     * @param stream the stream
     * @param rest what {@link #onData} has left, often nothing
     * @throws IOException as whatever else it throws, which aborts the stream
     */
    default void onEnd(Stream stream, ByteBuffer rest) throws IOException {
        stream.close();
    }

    /**
     * There is room again: after a {@link Stream#write} that has returned false, fewer bytes wait than the low mark says. By default
     * nothing is done.
     *
     * @param stream the stream
     * @throws IOException as whatever else it throws, which aborts the stream
     */
    default void onWritable(Stream stream) throws IOException {}

    /**
     * The stream is closed. Called once, as the last. By default nothing is done.
     *
     * @param stream the stream
     * @param cause why, or null if it was closed in order or aborted by its user. An {@link IOException} if the connection broke, a
     *     {@link java.net.SocketTimeoutException} if a time limit was over, whatever a handler threw
     */
    default void onClose(Stream stream, Throwable cause) {}
}
