package dev.vigil;

import dev.vigil.spi.Backends;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A set of registrations, polled by the application.
 *
 * <pre>{@code
 * try (EventSource source = EventSource.open()) {
 *     source.register(listener, Interest.READ, (registration, ready) -> accept(listener));
 *     while (running) {
 *         source.poll();
 *     }
 * }
 * }</pre>
 *
 * <h2>Threads</h2>
 *
 * <p>Every method may be called by any thread. Several threads may poll one source: each event goes to one of them, and with
 * {@link Interest#oneShot()} no handler runs twice at once. A handler may do everything but poll its own source.
 *
 * <h2>Spurious events</h2>
 *
 * <p>An event says that the descriptor was ready when the system was asked. Keep descriptors non-blocking, and take
 * {@code EAGAIN} (a read or write of 0 bytes) for an answer.
 *
 * <h2>Closing a registered descriptor</h2>
 *
 * <p>Cancel the registration first, then close the descriptor. The other order is survived: a number that comes back can be
 * registered again, and no event of the old file reaches the new handler. The old handler of a channel is told nothing once the
 * channel is closed. That of a raw descriptor may be told of whatever file gets the number, where the system looks at numbers
 * (poll), until the number is registered again. The source itself never closes a descriptor of yours.
 *
 * <h2>Virtual threads</h2>
 *
 * <p>A poll blocks in native code or in a Selector, and so pins a virtual thread to its carrier. Poll from platform threads.
 */
public interface EventSource extends Closeable {
    /**
     * Opens a source of the backend named by the system property {@code dev.vigil.backend}, else by the environment variable
     * {@code VIGIL_BACKEND}, else of the available backend of highest priority that {@code dev.vigil.backend.avoid} (a
     * comma-separated list) does not name. A property or variable that is empty or blank counts as not set. Where it is {@code
     * auto}, the cheapest by measurement is taken, see {@link EventSourceBuilder#auto}.
     *
     * @return a new, empty source
     * @throws BackendUnavailableException if the backend named is unknown or unavailable, or none is available
     * @throws IOException if the system refuses what a source needs; nothing is left open then
     */
    static EventSource open() throws IOException {
        return builder().open();
    }

    /**
     * Opens a source of the backend with this name, whatever the properties say.
     *
     * @param backend the name, such as {@code epoll}, or {@code auto}
     * @return a new, empty source
     * @throws BackendUnavailableException if there is no such backend or it is unavailable; the message lists all
     * @throws IOException if the system refuses what a source needs; nothing is left open then
     */
    static EventSource open(String backend) throws IOException {
        return builder().backend(backend).open();
    }

    /**
     * Starts to build a source with other settings.
     *
     * @return a builder with the default settings
     */
    static EventSourceBuilder builder() {
        return new EventSourceBuilder();
    }

    /**
     * Every backend that the class path or module path holds, the one of highest priority first, with its state. Providers
     * that fail to load are listed with the cause.
     *
     * @return what is known of each
     */
    static List<BackendStatus> backends() {
        return Backends.statuses();
    }

    /**
     * Waits for one descriptor, without a source: a native backend makes one call of poll(2), opens nothing and leaves nothing
     * behind. (The first one that blocks opens the descriptor by which interrupts end them all, if one is left.)
     *
     * <p>A virtual thread parks if there is nothing yet, and gives its carrier back: a daemon thread of the library watches for all of
     * them, see {@link dev.vigil.wait.Waits}. It is told by an {@link java.nio.channels.AsynchronousCloseException} if {@code
     * dev.vigil.posix} closes the descriptor meanwhile; a close(2) by anybody else is noticed by poll and migrating only.
     *
     * <p>It takes what {@link #register(int, Interest, EventHandler)} takes, and more, since only the thread that calls depends on
     * it: a blocking descriptor for {@link Interest#WRITE}, and what is always ready, such as a regular file.
     *
     * @param fd the descriptor
     * @param interest directions to wait for; modes mean nothing here and are refused
     * @param timeout how long to wait at most; zero looks once
     * @return what was seen, or {@link Readiness#NONE} when the time is over or the thread is interrupted (the status is
     *     kept); what is ready at once is told to an interrupted thread too
     * @throws IllegalArgumentException if the descriptor or the timeout is negative, or the interest has a mode or no
     *     direction
     * @throws BackendUnavailableException if no backend here takes raw descriptors
     * @throws IOException if the system refuses (a closed descriptor: {@code EBADF})
     */
    static Readiness await(int fd, Interest interest, Duration timeout) throws IOException {
        return Backends.await(fd, interest, timeout);
    }

    /**
     * Registers a raw descriptor.
     *
     * @param fd the descriptor; non-blocking if {@link Interest#WRITE} is asked for
     * @param interest what to watch for
     * @param handler what to run
     * @return the registration
     * @throws IllegalArgumentException if the descriptor is negative, is blocking and WRITE is asked for, or is of a kind
     *     that cannot be watched, such as a regular file; if the interest has a mode but no direction, or combines modes that
     *     no system has
     * @throws IllegalStateException if the descriptor is registered already
     * @throws UnsupportedOperationException if the source takes no raw descriptors or lacks a feature that the interest needs
     * @throws ClosedEventSourceException if the source is closed
     * @throws IOException if the system refuses (a closed descriptor: {@code EBADF})
     */
    Registration register(int fd, Interest interest, EventHandler handler) throws IOException;

    /**
     * Registers a channel. {@link Interest#READ} on a listening channel means accept, {@link Interest#WRITE} on a connecting
     * one means connect, on every backend.
     *
     * @param channel the channel, open and in non-blocking mode
     * @param interest what to watch for
     * @param handler what to run
     * @return the registration
     * @throws IllegalArgumentException if the channel is in blocking mode or of a provider whose descriptor the backend
     *     cannot use; if the interest has a mode but no direction, or combines modes that no system has, or a direction that
     *     the channel does not have
     * @throws IllegalStateException if the channel is registered already
     * @throws UnsupportedOperationException if the channel's descriptor cannot be found (the message names the flag to add),
     *     or the source lacks a feature that the interest needs
     * @throws ClosedEventSourceException if the source is closed
     * @throws IOException if the channel is closed, or the system refuses
     */
    Registration register(SelectableChannel channel, Interest interest, EventHandler handler) throws IOException;

    /**
     * Waits until something is ready, for as long as it takes, and runs the handlers of one batch.
     *
     * @return how many handlers ran; 0 after a wake-up or an interrupt
     * @throws IllegalStateException if called by a handler of this source
     * @throws ClosedEventSourceException if the source is closed, or gets closed during the call
     * @throws IOException what a handler threw, or what the system refused
     */
    int poll() throws IOException;

    /**
     * Waits until something is ready or the time is over, and runs the handlers of one batch.
     *
     * @param timeout how long to wait at most; never ends early for want of precision
     * @return how many handlers ran; 0 when the time is over, after a wake-up or an interrupt
     * @throws IllegalArgumentException if the timeout is negative
     * @throws IllegalStateException if called by a handler of this source
     * @throws ClosedEventSourceException if the source is closed, or gets closed during the call
     * @throws IOException what a handler threw, or what the system refused
     */
    int poll(Duration timeout) throws IOException;

    /**
     * Waits until something is ready or the time is over, and runs the handlers of one batch.
     *
     * @param nanos how long to wait at most, in nanoseconds; 0 looks once
     * @return how many handlers ran; 0 when the time is over, after a wake-up or an interrupt
     * @throws IllegalArgumentException if the timeout is negative
     * @throws IllegalStateException if called by a handler of this source
     * @throws ClosedEventSourceException if the source is closed, or gets closed during the call
     * @throws IOException what a handler threw, or what the system refused
     */
    int poll(long nanos) throws IOException;

    /**
     * Runs the handlers of what is ready now, without waiting.
     *
     * @return how many handlers ran
     * @throws IllegalStateException if called by a handler of this source
     * @throws ClosedEventSourceException if the source is closed
     * @throws IOException what a handler threw, or what the system refused
     */
    int pollNow() throws IOException;

    /**
     * Ends one poll in progress, or makes the next one return at once. Wake-ups coalesce: any number of them before a poll
     * returns end that one poll. Never blocks.
     *
     * @throws ClosedEventSourceException if the source is closed
     */
    void wakeup();

    /**
     * What this source has done so far.
     *
     * @return a snapshot
     */
    Statistics statistics();

    /**
     * The name of the backend.
     *
     * @return such as {@code epoll}
     */
    String backend();

    /**
     * What this source can do beyond level and one-shot delivery of READ and WRITE.
     *
     * @return the features
     */
    Set<Feature> features();

    /**
     * The descriptor of the source itself, for another source to watch, or for whatever else waits on descriptors. It is readable
     * while a poll would find something: a registration that is ready, events that a handler left behind which threw, a wake-up. It
     * may be readable once in vain. Whoever sees it readable calls {@link #pollNow()}.
     *
     * <p>It is the same descriptor from the first call on until the source is closed, and belongs to the source: watch it, but do
     * nothing else with it. The first call may take a descriptor of its own from the system. Where a source stands inside a source,
     * Linux takes three on top of each other and refuses the fourth, and refuses rings.
     *
     * @return the descriptor, or empty where {@link Feature#NESTING} is missing
     * @throws ClosedEventSourceException if the source is closed
     * @throws IOException if the system refuses one more descriptor, or one more source on top of others; the source goes on, and
     *     a later call tries again
     */
    OptionalInt fd() throws IOException;

    /**
     * Whether the source takes calls.
     *
     * @return false once {@link #close()} was called
     */
    boolean isOpen();

    /**
     * Ends every poll in progress with {@link ClosedEventSourceException}, then frees what the source holds. Registrations
     * end, as by {@link Registration#cancel()}; descriptors stay open. Waits for polls blocked in the system, not for
     * handlers, so a handler may call it too. Idempotent.
     *
     * @throws java.io.UncheckedIOException if the system reports an error in closing; all is freed nevertheless
     */
    @Override
    void close();
}
