package dev.vigil.stream;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Messages that a {@link DatagramEnd} receives or sends at once. Made by streams, used by ends. Only for the thread of one loop.
 */
public final class DatagramBatch {
    /** How many at most. */
    static final int MOST = 16;

    /** Holds every message of UDP. */
    static final int LARGEST = 64 * 1024;

    private final ByteBuffer[] buffers = new ByteBuffer[MOST];
    private final int[] offsets = new int[MOST];
    private final int[] lengths = new int[MOST];
    private final SocketAddress[] addresses = new SocketAddress[MOST];
    private final boolean[] cuts = new boolean[MOST];

    /** How many messages there are to send, or can be received. */
    private int size;

    /** How many were sent or received. */
    private int count;

    private boolean ended;
    private IOException failure;

    DatagramBatch() {}

    /** Has room for messages to be received. */
    static DatagramBatch forReceiving() {
        DatagramBatch batch = new DatagramBatch();
        ByteBuffer memory = ByteBuffer.allocateDirect(MOST * LARGEST);
        for (int i = 0; i < MOST; i++) {
            batch.buffers[i] = memory.slice(i * LARGEST, LARGEST);
        }
        return batch;
    }

    /** Is to receive at most so many messages. */
    void ask(int most) {
        size = most;
        Arrays.fill(offsets, 0);
        Arrays.fill(lengths, LARGEST);
        reset();
    }

    /** Is to send nothing yet. */
    void begin() {
        size = 0;
        reset();
    }

    /** Is to send one message more. */
    void add(ByteBuffer buffer, int offset, int length, SocketAddress to) {
        buffers[size] = buffer;
        offsets[size] = offset;
        lengths[size] = length;
        addresses[size] = to;
        size++;
    }

    private void reset() {
        count = 0;
        ended = false;
        failure = null;
    }

    /** Lets go of the messages that were sent, or not. */
    void forgetSent() {
        Arrays.fill(buffers, 0, size, null);
        forgetAddresses();
    }

    /** Nobody's address is kept from being collected. */
    void forgetAddresses() {
        Arrays.fill(addresses, 0, size, null);
        failure = null;
    }

    /**
     * How many messages there are to be sent, or how many may be received.
     *
     * @return at least 1
     */
    public int size() {
        return size;
    }

    /**
     * The place of a message: what is to be sent lies between position and limit, what is received goes there.
     *
     * @param number which, less than {@link #size}
     * @return a direct buffer; its position and limit are good until the next call of this method
     */
    public ByteBuffer buffer(int number) {
        return buffers[number].clear().limit(offsets[number] + lengths[number]).position(offsets[number]);
    }

    /**
     * Whom a message is to be sent to.
     *
     * @param number which, less than {@link #size}
     * @return the address; null for the peer that the socket is connected to
     */
    public SocketAddress address(int number) {
        return addresses[number];
    }

    /**
     * Notes that the next message was received.
     *
     * @param from who has sent it; null if the sender has no address
     * @param length how many bytes it has
     * @param isCut whether it had more, which are lost
     * @throws IllegalArgumentException if there is no room for so many bytes
     * @throws IllegalStateException if no more were to be received
     */
    public void received(SocketAddress from, int length, boolean isCut) {
        if (count == size) {
            throw new IllegalStateException("no more than " + size + " messages were to be received");
        }
        if (length < 0 || length > LARGEST) {
            throw new IllegalArgumentException(
                    "a message of " + length + " bytes was not received: there is room for " + LARGEST);
        }
        addresses[count] = from;
        lengths[count] = length;
        cuts[count] = isCut;
        count++;
    }

    /**
     * Notes that no message will come any more.
     */
    public void ended() {
        ended = true;
    }

    /**
     * Says how many messages were sent.
     *
     * @param number how many, from the first on
     * @throws IllegalArgumentException if there were fewer
     */
    public void sent(int number) {
        if (number < 0 || number > size) {
            throw new IllegalArgumentException(number + " messages were not sent: there were " + size);
        }
        count = number;
    }

    /**
     * Says that the system has reported an error after those that were received or sent: with the first message that was not sent, if
     * any are to be.
     *
     * @param why the error
     */
    public void failed(IOException why) {
        failure = why;
    }

    int count() {
        return count;
    }

    boolean isCut(int number) {
        return cuts[number];
    }

    int length(int number) {
        return lengths[number];
    }

    /** A message that was received, for its handler. */
    ByteBuffer message(int number) {
        return buffer(number).order(ByteOrder.BIG_ENDIAN);
    }

    boolean hasEnded() {
        return ended;
    }

    IOException failure() {
        return failure;
    }
}
