package dev.vigil;

import java.io.IOException;
import java.nio.channels.SelectableChannel;

/**
 * One descriptor's place in one source.
 *
 * <p>Every method may be called by any thread at any time, in handlers too, and takes effect without waiting for something
 * else to happen. Calls for one registration are ordered; a change is in force when the call returns or, where another
 * thread is blocked in poll(2) or in a Selector at that moment, as soon as that thread has been woken, which the call sees
 * to.
 */
public interface Registration {
    /**
     * Replaces the interest, re-arms a one-shot registration that has fired, and looks again: if the descriptor is ready
     * now, an event follows. An update that changes nothing makes no system call.
     *
     * @param interest what to watch for from now on
     * @throws IllegalArgumentException if the interest has a mode but no direction, or combines modes that no system has
     * @throws UnsupportedOperationException if the source lacks a feature that the interest needs; the message names it
     *     and the backends that have it
     * @throws IllegalStateException if this registration was cancelled
     * @throws ClosedEventSourceException if the source is closed
     * @throws IOException if the system refuses, with the call and the name of the error; interest and arming are as before. If it
     *     refuses the way back too, which is told as a suppressed exception, events may be missing until the next update or {@link
     *     #rearm}, also to the same interest, puts that right
     */
    void update(Interest interest) throws IOException;

    /**
     * Looks again with the present interest: re-arms a one-shot registration that has fired, and makes an edge registration
     * report a state that is still there. For level delivery there is nothing to do, and nothing is done.
     *
     * @throws IllegalStateException if this registration was cancelled
     * @throws ClosedEventSourceException if the source is closed
     * @throws IOException if the system refuses, with the call and the name of the error
     */
    void rearm() throws IOException;

    /**
     * Goes to the back of the wake-up queue of an exclusively watched descriptor, so that the next event wakes somebody
     * else. No event is lost by it. For a registration that is not exclusive there is no queue, and nothing is done.
     *
     * @throws IllegalStateException if this registration was cancelled
     * @throws ClosedEventSourceException if the source is closed
     * @throws IOException if the system refuses, with the call and the name of the error; if it refuses to put back what was
     *     there too, for want of memory, nothing is watched until {@code rotate} or {@code update} is called again
     */
    void rotate() throws IOException;

    /**
     * Ends the registration. Events fetched and not yet handed out are dropped. Idempotent. The descriptor stays open:
     * closing it is the caller's, and comes after.
     *
     * <p>Called on the thread that polls, which is to say by a handler of a source that one thread polls: no handler of this
     * registration starts any more. Called on another thread: a polling thread that had chosen an event of this registration
     * by then still runs the handler, at most once, and so does each of several that had; none chooses another one. For a
     * one-shot registration that is one handler in all. To be sure that none runs or starts, have the polling thread cancel
     * ({@link dev.vigil.loop.EventLoop#execute} hands it the task), or wait until each poll that was under way has returned.
     */
    void cancel();

    /**
     * Ends the registration as {@link #cancel} does, and waits until the system holds nothing of the descriptor for this source: a
     * close that follows takes effect at once. After {@code cancel} alone a thread that is blocked in poll(2), or a Selector, may
     * hold the file a little longer: a listener that is closed then still has its port, and answers. Does not wait for handlers,
     * and so may be called by one; where the source is being closed, it waits for that. Idempotent.
     */
    default void detach() {
        cancel();
    }

    /**
     * Whether the registration stands.
     *
     * @return false after {@link #cancel()}, after an event with {@link Readiness#isInvalid()}, and when the source is closed
     */
    boolean isActive();

    /**
     * The interest given last.
     *
     * @return the interest as asked for, whether or not a one-shot has fired
     */
    Interest interest();

    /**
     * The file descriptor.
     *
     * @return its number, or -1 where a channel's backend does not use it (nio)
     */
    int fd();

    /**
     * The channel.
     *
     * @return the channel that was registered, or null for a raw descriptor
     */
    SelectableChannel channel();

    /**
     * How many events were delivered: the activity counter.
     *
     * @return the number of handler calls so far
     */
    long eventCount();

    /**
     * The source that this registration belongs to.
     *
     * @return the source
     */
    EventSource source();
}
