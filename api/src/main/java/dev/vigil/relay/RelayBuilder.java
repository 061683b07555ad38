package dev.vigil.relay;

import dev.vigil.loop.EventLoopGroup;
import dev.vigil.spi.Timeouts;
import java.nio.channels.SelectableChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;

/** Settings for a new {@link Relay}. Not thread-safe. */
public final class RelayBuilder {
    private static final int DEFAULT_BUFFER = 1024 * 1024;
    private static final long DEFAULT_MEMORY = 128L * 1024 * 1024;
    private static final long DEFAULT_BUDGET = 1024 * 1024;

    private final EventLoopGroup group;

    /** These two are 0 unless they were stated. */
    private int bufferBytes;

    private long memoryBytes;
    private long budgetBytes = DEFAULT_BUDGET;
    private Duration idle = Duration.ZERO;
    private Duration connect = Duration.ofSeconds(10);
    private Function<SelectableChannel, RelayEnd> ends = RelayEnd::of;
    private Consumer<RelayPair> whenEnded;

    RelayBuilder(EventLoopGroup group) {
        this.group = Objects.requireNonNull(group, "group");
    }

    /** What the JVM lends as direct memory, unless told otherwise. */
    private static long mostMemory() {
        return Runtime.getRuntime().maxMemory();
    }

    /**
     * Limits how many bytes each direction of a pair may hold: the depth of the pipeline, see {@link Relay}.
     *
     * @param bytes at least 1; the default is 1 MiB, or what the memory has for each loop if that is less
     * @return this builder
     * @throws IllegalArgumentException if the number is less than 1, or more than the JVM can have
     */
    public RelayBuilder buffer(long bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("a buffer of " + bytes + " bytes moves nothing: give 1 or more");
        }
        if (bytes > Integer.MAX_VALUE || bytes > mostMemory()) {
            throw new IllegalArgumentException(
                    "a buffer of " + bytes + " bytes is more than this JVM can have: give at most "
                            + Math.min(Integer.MAX_VALUE, mostMemory()));
        }
        this.bufferBytes = (int) bytes;
        return this;
    }

    /**
     * Limits how much direct memory all pairs together use for buffers. It is shared out among the loops evenly, and taken when it
     * is needed.
     *
     * @param bytes at least the size of one buffer for each loop; the default is 128 MiB, or that size if it is more, and at most
     *     what the JVM can have
     * @return this builder
     * @throws IllegalArgumentException if the number is less than 1, or more than the JVM can have
     */
    public RelayBuilder memory(long bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException(
                    "memory of " + bytes + " bytes moves nothing: give the size of a buffer or more");
        }
        if (bytes > mostMemory()) {
            throw new IllegalArgumentException(
                    "memory of " + bytes + " bytes is more than this JVM can have: give at most " + mostMemory());
        }
        this.memoryBytes = bytes;
        return this;
    }

    /**
     * Limits how many bytes one direction moves before other descriptors of the loop get their turn.
     *
     * @param bytes at least 1; the default is 1 MiB, in which a call costs little beside its bytes
     * @return this builder
     * @throws IllegalArgumentException if the number is less than 1
     */
    public RelayBuilder budget(long bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("a budget of " + bytes + " bytes moves nothing: give 1 or more");
        }
        this.budgetBytes = bytes;
        return this;
    }

    /**
     * Ends pairs in which no byte moves for a while, in either direction.
     *
     * @param timeout how long; zero, which is the default, for never
     * @return this builder
     * @throws IllegalArgumentException if it is negative
     */
    public RelayBuilder idleTimeout(Duration timeout) {
        this.idle = requireNotNegative(timeout, "an idle timeout");
        return this;
    }

    /**
     * Goes on to the next address of a destination, or ends the pair, when one does not answer for a while.
     *
     * @param timeout how long, for each address; zero for as long as the system tries; the default is 10 seconds
     * @return this builder
     * @throws IllegalArgumentException if it is negative
     */
    public RelayBuilder connectTimeout(Duration timeout) {
        this.connect = requireNotNegative(timeout, "a connect timeout");
        return this;
    }

    /**
     * Says how connections that the relay makes itself become ends.
     *
     * @param factory takes a channel that is not connected yet, on the thread of the pair's loop; the default is {@link RelayEnd#of},
     *     and {@code dev.vigil.raw.DescriptorEnd::of} makes ends that are spliced on Linux
     * @return this builder
     */
    public RelayBuilder ends(Function<SelectableChannel, RelayEnd> factory) {
        this.ends = Objects.requireNonNull(factory, "factory");
        return this;
    }

    /**
     * Has something done when a pair has ended. It may close the relay, or begin other pairs.
     *
     * @param action takes the pair, on the thread of its loop, as a task; what it throws goes to the loop's {@link
     *     dev.vigil.loop.LoopExceptionHandler}
     * @return this builder
     */
    public RelayBuilder whenEnded(Consumer<RelayPair> action) {
        this.whenEnded = Objects.requireNonNull(action, "action");
        return this;
    }

    private static Duration requireNotNegative(Duration timeout, String what) {
        if (timeout.isNegative()) {
            throw new IllegalArgumentException(
                    what + " of " + timeout + " is over before it begins: give zero for none");
        }
        return timeout;
    }

    private long memory(int loops) {
        if (memoryBytes > 0) {
            return memoryBytes;
        }
        long wanted = (long) (bufferBytes == 0 ? DEFAULT_BUFFER : bufferBytes) * loops;
        return Math.min(mostMemory(), Math.max(DEFAULT_MEMORY, wanted));
    }

    /**
     * Builds the relay.
     *
     * @return the relay, which has taken no more than 4 KiB of direct memory for each loop yet
     * @throws IllegalArgumentException if the memory is less than one buffer for each loop
     */
    public Relay build() {
        int loops = group.loops().size();
        long memory = memory(loops);
        int buffer = bufferBytes == 0 ? (int) Math.max(1, Math.min(DEFAULT_BUFFER, memory / loops)) : bufferBytes;
        if (memory / loops < buffer) {
            throw new IllegalArgumentException(
                    "memory of " + memory + " bytes does not hold a buffer of " + buffer + " for each of " + loops
                            + " loops: give memory of " + (long) buffer * loops + ", or smaller buffers");
        }
        return new Relay(
                group,
                new RelaySettings(
                        buffer,
                        memory / loops,
                        budgetBytes,
                        Timeouts.nanos(idle),
                        Timeouts.nanos(connect),
                        ends,
                        whenEnded));
    }
}
