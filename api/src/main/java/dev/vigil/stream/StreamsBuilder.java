package dev.vigil.stream;

import dev.vigil.carry.CarrierChoice;
import dev.vigil.carry.Carriers;
import dev.vigil.loop.EventLoopGroup;
import dev.vigil.spi.Timeouts;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;

/** Settings for new {@link Streams}. Not thread-safe. */
public final class StreamsBuilder {
    private static final int DEFAULT_MESSAGE = 64 * 1024;
    private static final int DEFAULT_HIGH = 64 * 1024;
    private static final long DEFAULT_MEMORY = 64L * 1024 * 1024;
    private static final long DEFAULT_BUDGET = 1024 * 1024;

    private final EventLoopGroup group;
    private int messageBytes = DEFAULT_MESSAGE;
    private int highMark = DEFAULT_HIGH;

    /** Negative for a quarter of the high mark. */
    private int lowMark = -1;

    private long memoryBytes = Math.min(DEFAULT_MEMORY, mostMemory());
    private long budgetBytes = DEFAULT_BUDGET;
    private Duration idle = Duration.ZERO;
    private Duration write = Duration.ZERO;
    private boolean readsWhenFull;
    private CarrierSource carriers = Carriers::open;

    StreamsBuilder(EventLoopGroup group) {
        this.group = Objects.requireNonNull(group, "group");
    }

    /** What the JVM lends as direct memory, unless told otherwise. */
    private static long mostMemory() {
        return Runtime.getRuntime().maxMemory();
    }

    /**
     * Limits how many bytes a handler may leave to be offered again: the size of the largest message, if it waits for whole ones. It is
     * also the most that one read gets.
     *
     * @param bytes at least 1; the default is 64 KiB
     * @return this builder
     * @throws IllegalArgumentException if the number is less than 1, or more than the JVM can have
     */
    public StreamsBuilder message(int bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("a message of " + bytes + " bytes is none: give 1 or more");
        }
        requireMemory(bytes, "a message");
        this.messageBytes = bytes;
        return this;
    }

    /**
     * Says how much may wait to be written to a stream before a writer is asked to stop, and how little before it is told to go on.
     *
     * @param low at least 0 and at most {@code high}; the default is a quarter of that
     * @param high at least 1; the default is 64 KiB
     * @return this builder
     * @throws IllegalArgumentException if the numbers are not in that order
     */
    public StreamsBuilder marks(int low, int high) {
        if (high < 1) {
            throw new IllegalArgumentException(
                    "a high mark of " + high + " bytes lets nothing be written: give 1 or more");
        }
        if (low < 0 || low > high) {
            throw new IllegalArgumentException(
                    "a low mark of " + low + " is not between 0 and the high mark of " + high);
        }
        this.lowMark = low;
        this.highMark = high;
        return this;
    }

    /**
     * Limits how much direct memory all streams together use for bytes that wait, see {@link Streams}. It is shared out among the
     * loops evenly, and taken when it is needed.
     *
     * @param bytes at least the size of one message, and 4 KiB, for each loop; the default is 64 MiB, or what the JVM can have
     * @return this builder
     * @throws IllegalArgumentException if the number is less than 1, or more than the JVM can have
     */
    public StreamsBuilder memory(long bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("memory of " + bytes + " bytes holds nothing: give a message or more");
        }
        requireMemory(bytes, "memory");
        this.memoryBytes = bytes;
        return this;
    }

    private static void requireMemory(long bytes, String what) {
        if (bytes > mostMemory()) {
            throw new IllegalArgumentException(
                    what + " of " + bytes + " bytes is more than this JVM can have: give at most " + mostMemory());
        }
    }

    /**
     * Limits how many bytes are read from one stream in a turn, before other streams and descriptors of the loop get theirs.
     *
     * @param bytes at least 1; the default is 1 MiB
     * @return this builder
     * @throws IllegalArgumentException if the number is less than 1
     */
    public StreamsBuilder budget(long bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("a budget of " + bytes + " bytes reads nothing: give 1 or more");
        }
        this.budgetBytes = bytes;
        return this;
    }

    /**
     * Aborts streams in which no byte moves for a while, in either direction.
     *
     * @param timeout how long; zero, which is the default, for never
     * @return this builder
     * @throws IllegalArgumentException if it is negative
     */
    public StreamsBuilder idleTimeout(Duration timeout) {
        this.idle = requireNotNegative(timeout, "an idle timeout");
        return this;
    }

    /**
     * Aborts streams to which something waits to be written of which nothing is taken for a while.
     *
     * @param timeout how long; zero, which is the default, for never
     * @return this builder
     * @throws IllegalArgumentException if it is negative
     */
    public StreamsBuilder writeTimeout(Duration timeout) {
        this.write = requireNotNegative(timeout, "a write timeout");
        return this;
    }

    private static Duration requireNotNegative(Duration timeout, String what) {
        if (timeout.isNegative()) {
            throw new IllegalArgumentException(
                    what + " of " + timeout + " is over before it begins: give zero for none");
        }
        return timeout;
    }

    /**
     * Says whether a stream is read also while more waits to be written to it than the high mark says. Then a handler that answers has to
     * {@linkplain Stream#pause pause} it itself. For protocols in which both sides send without waiting for answers.
     *
     * @param reads the default is false
     * @return this builder
     */
    public StreamsBuilder readWhenFull(boolean reads) {
        this.readsWhenFull = reads;
        return this;
    }

    /**
     * Says whether many reads and writes are done with one system call where that can be had.
     *
     * @param may the default is true; with false it is one call each
     * @return this builder
     */
    public StreamsBuilder batches(boolean may) {
        return carriers(may ? Carriers::open : () -> CarrierChoice.plain("batches were switched off"));
    }

    /** For tests: what carries batches. */
    StreamsBuilder carriers(CarrierSource source) {
        this.carriers = source;
        return this;
    }

    /**
     * Builds the streams.
     *
     * @return the streams, which use no memory yet
     * @throws IllegalArgumentException if the memory is less than one message, or 4 KiB, for each loop
     * @throws IOException if a way to do batches is asked for by a property, and does not work here
     */
    public Streams build() throws IOException {
        int loops = group.loops().size();
        int least = Math.max(messageBytes, BlockPool.SMALL);
        if (memoryBytes / loops < least) {
            throw new IllegalArgumentException("memory of " + memoryBytes + " bytes does not hold " + least
                    + " for each of " + loops + " loops: give " + (long) least * loops + " or more");
        }
        return new Streams(
                group,
                new StreamSettings(
                        messageBytes,
                        highMark,
                        lowMark < 0 ? highMark / 4 : lowMark,
                        memoryBytes / loops,
                        budgetBytes,
                        Timeouts.nanos(idle),
                        Timeouts.nanos(write),
                        readsWhenFull),
                carriers);
    }
}
