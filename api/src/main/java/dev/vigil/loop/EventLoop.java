package dev.vigil.loop;

import dev.vigil.ClosedEventSourceException;
import dev.vigil.EventHandler;
import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Registration;
import dev.vigil.spi.Timeouts;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One thread with one source: it polls, and between polls runs what is due of timers, then tasks.
 *
 * <p>A turn serves one batch of descriptors, then at most a budget of timers and a budget of tasks; while some are left over
 * the next poll does not wait. So none of the three can starve the others. In steady state a turn allocates nothing; handing in a
 * task allocates its place in the queue.
 *
 * <p>Every method may be called by any thread. Handlers, tasks and timers run on the loop's thread. An interrupt of that thread
 * ends one poll and is cleared with it: left set, it would close the channel of the next handler that reads.
 */
public final class EventLoop implements Executor, AutoCloseable {
    private static final System.Logger LOG = System.getLogger("dev.vigil.loop");

    private static final int RUNNING = 0;

    /** No task is taken any more; those handed in by then are run. */
    private static final int CLOSING = 1;

    /** Nothing is run any more. */
    private static final int CUT_OFF = 2;

    /** Half of what a long holds, so that the difference of any two times does not overflow: 146 years. */
    private static final long LONGEST_DELAY = Long.MAX_VALUE / 2;

    private final EventSource source;
    private final LoopExceptionHandler exceptionHandler;
    private final int budget;
    private final Thread thread;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final TimerHeap timers = new TimerHeap();
    private final Queue<Runnable> endActions = new ConcurrentLinkedQueue<>();
    private final AtomicInteger state = new AtomicInteger(RUNNING);
    private final Termination termination = new Termination();

    private EventLoop(
            EventSource source, String name, LoopExceptionHandler exceptionHandler, int budget, boolean daemon) {
        this.source = source;
        this.exceptionHandler = exceptionHandler;
        this.budget = budget;
        this.thread = new Thread(this::run, name);
        this.thread.setDaemon(daemon);
    }

    static EventLoop start(
            EventSource source, String name, LoopExceptionHandler exceptionHandler, int budget, boolean daemon) {
        EventLoop loop = new EventLoop(source, name, exceptionHandler, budget, daemon);
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
        if (state.get() != RUNNING) {
            throw new RejectedExecutionException("loop " + name() + " is closed and takes no more tasks");
        }
        tasks.add(task);
        if (!isInLoop()) {
            wake();
        }
        // The loop may have run its last task before this one came: either it ran it, or it is taken back.
        if (state.get() != RUNNING && tasks.remove(task)) {
            throw new RejectedExecutionException("loop " + name() + " is closed and takes no more tasks");
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
        return schedule(delay, Duration.ZERO, action);
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
        if (period.isZero()) {
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
            execute(() -> addTimer(timer));
        } else if (state.get() == RUNNING) {
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
        if (state.get() == CUT_OFF && endActions.remove(action)) {
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

    private void runEndActions() {
        for (Runnable action = endActions.poll(); action != null; action = endActions.poll()) {
            try {
                action.run();
            } catch (Throwable e) {
                LOG.log(System.Logger.Level.WARNING, "at the end of loop " + name(), e);
            }
        }
    }

    /** Takes a cancelled timer out of the heap, soon. */
    void forget(Timer timer) {
        if (isInLoop()) {
            timers.remove(timer);
        } else if (state.get() == RUNNING) {
            tasks.add(() -> timers.remove(timer));
            wake();
        }
    }

    private void wake() {
        try {
            source.wakeup();
        } catch (ClosedEventSourceException e) {
            // The loop has ended meanwhile; whoever handed something in finds that out by the state.
            return;
        }
    }

    private void run() {
        try {
            while (state.get() == RUNNING) {
                turn();
            }
            while (state.get() == CLOSING && !tasks.isEmpty()) {
                runTasks();
            }
        } finally {
            state.set(CUT_OFF);
            runEndActions();
            source.close();
            timers.clear();
            reportDropped();
            termination.reach();
        }
    }

    /** Whoever hands in a task from now on gets it back; those that were taken and cannot run are at least told of. */
    private void reportDropped() {
        int dropped = tasks.size();
        if (dropped > 0) {
            LOG.log(System.Logger.Level.WARNING, "loop {0} was cut off; tasks that did not run: {1}", name(), dropped);
        }
    }

    private void turn() {
        try {
            if (!tasks.isEmpty()) {
                source.pollNow();
            } else {
                Timer first = timers.first();
                if (first == null) {
                    source.poll();
                } else {
                    source.poll(Math.max(0, first.due - System.nanoTime()));
                }
            }
        } catch (ClosedEventSourceException e) {
            state.set(CUT_OFF);
            return;
        } catch (Throwable e) {
            exceptionHandler.onException(this, e);
        }
        Thread.interrupted();
        runTimers();
        runTasks();
    }

    private void runTimers() {
        if (timers.first() == null) {
            return;
        }
        long now = System.nanoTime();
        for (int i = 0; i < budget && state.get() == RUNNING; i++) {
            Timer timer = timers.first();
            if (timer == null || timer.due - now > 0) {
                return;
            }
            timers.remove(timer);
            if (timer.isPeriodic()) {
                timer.advance(now);
                timers.add(timer);
            }
            runGuarded(timer, null);
        }
    }

    private void runTasks() {
        for (int i = 0; i < budget && state.get() != CUT_OFF; i++) {
            Runnable task = tasks.poll();
            if (task == null) {
                return;
            }
            runGuarded(null, task);
        }
    }

    private void runGuarded(Timer timer, Runnable task) {
        try {
            if (timer != null) {
                timer.run();
            } else {
                task.run();
            }
        } catch (Throwable e) {
            exceptionHandler.onException(this, e);
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
            exceptionHandler.onException(this, thrown);
        } else {
            LOG.log(System.Logger.Level.WARNING, "after the end of loop " + name(), thrown);
        }
    }

    /** Takes no more tasks, lets the loop end after those it has, and does not wait for it. */
    void beginClose() {
        if (state.compareAndSet(RUNNING, CLOSING)) {
            wake();
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
            termination.await(LONGEST_DELAY);
        }
    }

    /**
     * Ends the loop in order, and cuts it off if that takes longer: tasks not yet begun are dropped, and a log line says how
     * many. On the loop's thread it does not wait, and so cuts nothing off.
     *
     * @param grace how long the tasks handed in by now may take
     * @return true if the loop has ended, with all of them run
     */
    public boolean close(Duration grace) {
        beginClose();
        if (isInLoop()) {
            return false;
        }
        boolean ended = termination.await(Math.min(Timeouts.nanos(grace), LONGEST_DELAY));
        if (!ended) {
            closeNow();
        }
        return ended;
    }

    /**
     * Cuts the loop off: no handler, task or timer is begun any more, what is running is let finish. Does not wait for that.
     * Tasks not yet begun are dropped, and a log line says how many. Idempotent.
     */
    public void closeNow() {
        state.set(CUT_OFF);
        source.close();
    }

    /**
     * Whether the loop has ended: its thread runs nothing any more, and the source is closed.
     *
     * @return true once it has
     */
    public boolean isTerminated() {
        return termination.isReached();
    }

    @Override
    public String toString() {
        return "event loop " + name() + " over " + source.backend();
    }
}
