package dev.vigil.loop;

import dev.vigil.EventHandler;
import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Registration;
import dev.vigil.spi.Timeouts;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * One thread with one source: it polls, and between polls runs what is due of timers, then tasks.
 *
 * <p>A turn serves one batch of descriptors, then at most a budget of timers and a budget of tasks; while some are left over
 * the next poll does not wait. So none of the three can starve the others. In steady state a turn allocates nothing; handing in a
 * task allocates its place in the queue.
 *
 * <p>Every method may be called by any thread. Handlers, tasks and timers run on the loop's thread.
 *
 * <h2>Interrupts</h2>
 *
 * An interrupt of the loop's thread ends one poll and does nothing else. The thread's status stays clear, so that no channel is
 * closed that a handler, a task or a timer uses; nor does it end what one of these waits for.
 *
 * <h2>What may go wrong</h2>
 *
 * <p><b>A handler, a task or a timer throws:</b> that goes to the {@link LoopExceptionHandler}, and the loop goes on.
 *
 * <p><b>Polls fail,</b> because somebody else has closed what the source holds, or the system refuses: the exception handler hears
 * of it once. The loop tries again after pauses of up to a second, in which tasks and timers run as ever, and ends with a log
 * line when polls have failed for ten seconds.
 *
 * <p><b>The source is closed</b> by somebody else: the loop is cut off.
 */
public final class EventLoop implements Executor, AutoCloseable {
    /** Half of what a long holds, so that the difference of any two times does not overflow: 146 years. */
    private static final long LONGEST_DELAY = Long.MAX_VALUE / 2;

    private static final System.Logger LOG = System.getLogger("dev.vigil.loop");

    private final EventSource source;
    private final TaskQueue tasks = new TaskQueue();
    private final TimerHeap timers = new TimerHeap();
    private final EndActions endActions = new EndActions();
    private final LoopThread thread;

    private EventLoop(EventSource source, LoopSettings settings) {
        this.source = source;
        this.thread = new LoopThread(this, settings, tasks, timers, endActions);
    }

    static EventLoop start(EventSource source, LoopSettings settings) {
        EventLoop loop = new EventLoop(source, settings);
        try {
            loop.thread.start();
        } catch (Throwable e) {
            // Out of memory for another thread.
            source.close();
            throw e;
        }
        return loop;
    }

    /**
     * Starts to build a loop or a group.
     *
     * @return a builder with the default settings
     */
    public static EventLoopBuilder builder() {
        return new EventLoopBuilder();
    }

    /**
     * The source that this loop polls.
     *
     * @return the source; the loop closes it
     */
    public EventSource source() {
        return source;
    }

    /**
     * The name of the thread.
     *
     * @return the name
     */
    public String name() {
        return thread.getName();
    }

    /**
     * Whether the calling thread is the loop's.
     *
     * @return true in handlers, tasks and timers of this loop
     */
    public boolean isInLoop() {
        return Thread.currentThread() == thread;
    }

    /**
     * Registers a raw descriptor with the loop's source, see {@link EventSource#register(int, Interest, EventHandler)}.
     *
     * @param fd the descriptor
     * @param interest what to watch for
     * @param handler what to run on the loop's thread
     * @return the registration
     * @throws IOException if the system refuses
     */
    public Registration register(int fd, Interest interest, EventHandler handler) throws IOException {
        return source.register(fd, interest, handler);
    }

    /**
     * Registers a channel with the loop's source, see
     * {@link EventSource#register(SelectableChannel, Interest, EventHandler)}.
     *
     * @param channel the channel, open and in non-blocking mode
     * @param interest what to watch for
     * @param handler what to run on the loop's thread
     * @return the registration
     * @throws IOException if the channel is closed, or the system refuses
     */
    public Registration register(SelectableChannel channel, Interest interest, EventHandler handler)
            throws IOException {
        return source.register(channel, interest, handler);
    }

    /**
     * Hands in a task. Tasks run in the order in which they were handed in.
     *
     * @param task what to run on the loop's thread
     * @throws RejectedExecutionException if the loop is closing or has ended
     */
    @Override
    public void execute(Runnable task) {
        Objects.requireNonNull(task, "task");
        if (!tasks.add(task)) {
            throw new RejectedExecutionException("loop " + name() + " is closed and takes no more tasks");
        }
        if (!isInLoop()) {
            thread.wake();
        }
    }

    /**
     * Runs something later, once.
     *
     * @param delay how much later at least
     * @param action what to run on the loop's thread
     * @return the timer
     * @throws IllegalArgumentException if the delay is negative
     * @throws RejectedExecutionException if the loop is closing or has ended
     */
    public Timer schedule(Duration delay, Runnable action) {
        return schedule(Objects.requireNonNull(delay, "delay"), Duration.ZERO, action);
    }

    /**
     * Runs something over and over. When a turn of the loop takes longer than the period, the runs missed are not made up for.
     *
     * @param period the time between two runs, and before the first
     * @param action what to run on the loop's thread
     * @return the timer
     * @throws IllegalArgumentException if the period is zero or negative
     * @throws RejectedExecutionException if the loop is closing or has ended
     */
    public Timer schedulePeriodically(Duration period, Runnable action) {
        if (Objects.requireNonNull(period, "period").isZero()) {
            throw new IllegalArgumentException("a period of zero never ends: use execute()");
        }
        return schedule(period, period, action);
    }

    private Timer schedule(Duration delay, Duration period, Runnable action) {
        Objects.requireNonNull(action, "action");
        if (delay.isNegative()) {
            throw new IllegalArgumentException("the delay is negative: " + delay);
        }
        long due = System.nanoTime() + Math.min(Timeouts.nanos(delay), LONGEST_DELAY);
        Timer timer = new Timer(this, action, due, Math.min(Timeouts.nanos(period), LONGEST_DELAY));
        if (!isInLoop()) {
            execute((TaskQueue.TimerTask) () -> addTimer(timer));
        } else if (tasks.isTaking()) {
            timers.add(timer);
        } else {
            throw new RejectedExecutionException("loop " + name() + " is closed and takes no more timers");
        }
        return timer;
    }

    private void addTimer(Timer timer) {
        if (!timer.wasCancelled()) {
            timers.add(timer);
        }
    }

    /**
     * Has something done on the loop's thread when the loop ends, however that comes about: after its last handler, task and
     * timer, even if it was cut off. For whoever keeps something on the loop's thread that must be closed with it.
     *
     * @param action what to do; an exception is logged
     * @throws RejectedExecutionException if nothing more is run by the loop
     */
    public void addEndAction(Runnable action) {
        Objects.requireNonNull(action, "action");
        endActions.add(action);
        // As with tasks: either the loop's thread finds it, or it is taken back.
        if (tasks.isOver() && endActions.remove(action)) {
            throw new RejectedExecutionException("loop " + name() + " is closed and takes no more actions");
        }
    }

    /**
     * Takes back what was to be done at the end.
     *
     * @param action what was added
     * @return false if it was not, or has been done
     */
    public boolean removeEndAction(Runnable action) {
        return endActions.remove(action);
    }

    /**
     * Has something done at the end of each turn: after the descriptors, timers and tasks of it, before the next poll. For whoever
     * gathers what a turn brings and does it at once, such as the reads and writes of many streams. The next poll does not wait
     * for tasks that it hands in, and an exception goes to the {@link LoopExceptionHandler}.
     *
     * @param action what to do, in steady state without allocating anything
     * @throws IllegalStateException if called on another thread than the loop's
     */
    public void addTurnAction(Runnable action) {
        Objects.requireNonNull(action, "action");
        requireInLoop();
        thread.addTurnAction(action);
    }

    /**
     * Takes back what was to be done at the end of each turn.
     *
     * @param action what was added
     * @return false if it was not
     * @throws IllegalStateException if called on another thread than the loop's
     */
    public boolean removeTurnAction(Runnable action) {
        requireInLoop();
        return thread.removeTurnAction(action);
    }

    /**
     * Lets the next poll not wait, but only look: for an action at the end of turns to which something came after it had run, or that
     * leaves something for later so that others get their turn.
     *
     * @throws IllegalStateException if called on another thread than the loop's
     */
    public void anotherTurn() {
        requireInLoop();
        thread.anotherTurn();
    }

    private void requireInLoop() {
        if (!isInLoop()) {
            throw new IllegalStateException(
                    Thread.currentThread() + " is not the thread of loop " + name() + ": hand this in with execute()");
        }
    }

    /** Takes a cancelled timer out of the heap, soon. */
    void forget(Timer timer) {
        if (isInLoop()) {
            timers.remove(timer);
        } else if (tasks.add((TaskQueue.TimerTask) () -> timers.remove(timer))) {
            thread.wake();
        }
    }

    /**
     * Gives an exception to the loop's {@link LoopExceptionHandler}, as if a task had let it out: for whoever catches it to
     * clean up, and goes on. On another thread than the loop's, such as that of one who cleans up after its end, it is logged.
     *
     * @param thrown what was caught
     */
    public void report(Throwable thrown) {
        if (isInLoop()) {
            thread.tell(thrown);
        } else {
            LOG.log(System.Logger.Level.WARNING, "after the end of loop " + name(), thrown);
        }
    }

    ExceptionLog exceptionLog() {
        return thread.exceptionLog();
    }

    /** Takes no more tasks, lets the loop end after those it has, and does not wait for it. */
    void beginClose() {
        if (tasks.close()) {
            thread.wake();
        }
    }

    /**
     * Ends the loop in order: no more tasks are taken, those handed in by now are run, timers are dropped, the source is
     * closed. Waits until that is done, unless called on the loop's thread. Idempotent.
     */
    @Override
    public void close() {
        beginClose();
        if (!isInLoop()) {
            thread.end().await(LONGEST_DELAY);
        }
    }

    /**
     * Ends the loop in order, and cuts it off if that takes longer: tasks not yet begun are dropped, and a log line says how
     * many. On the loop's thread it does not wait, and so cuts nothing off.
     *
     * @param grace how long the tasks handed in by now may take
     * @return true if the loop has ended, with all of them run; false too if somebody else has cut it off, and tasks were dropped
     */
    public boolean close(Duration grace) {
        beginClose();
        if (isInLoop()) {
            return false;
        }
        boolean ended = thread.end().await(Math.min(Timeouts.nanos(grace), LONGEST_DELAY));
        if (!ended) {
            closeNow();
        }
        return ended && tasks.dropped() == 0;
    }

    /**
     * Cuts the loop off: no handler, task or timer is begun any more, what is running is let finish. Does not wait for that.
     * Tasks not yet begun are dropped, and a log line says how many. Idempotent.
     */
    public void closeNow() {
        thread.cutOff();
    }

    /**
     * Whether the loop has ended: its thread runs nothing any more, and the source is closed.
     *
     * @return true once it has
     */
    public boolean isTerminated() {
        return thread.end().isOpen();
    }

    @Override
    public String toString() {
        return "event loop " + name() + " over " + source.backend();
    }
}
