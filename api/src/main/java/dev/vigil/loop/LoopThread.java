package dev.vigil.loop;

import dev.vigil.ClosedEventSourceException;
import dev.vigil.EventSource;
import dev.vigil.Statistics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** The thread of a loop: what it does turn by turn, and how it ends. */
final class LoopThread extends Thread {
    /** What is loaded before it is needed: a poll may fail because no descriptor is left, and loading takes one. */
    static final List<Class<?>> LOADED = List.of(Statistics.class);

    private static final System.Logger LOG = System.getLogger("dev.vigil.loop");

    private static final Runnable[] NO_ACTIONS = {};

    /** How long a loop pauses that finds not even the memory to tell why a poll threw. */
    private static final long MEMORY_NANOS = 1_000_000;

    private final EventLoop loop;
    private final EventSource source;
    private final TaskQueue tasks;
    private final TimerHeap timers;
    private final EndActions endActions;
    private final LoopExceptionHandler exceptionHandler;
    private final ExceptionLog exceptionLog;
    private final FailingPolls failingPolls;
    private final int budget;
    private final EndLatch end = new EndLatch();

    /** What is done at the end of each turn; replaced as a whole. */
    private Runnable[] turnActions = NO_ACTIONS;

    /** Whether the next poll only looks. */
    private boolean again;

    /** How many handlers the polls so far have run. */
    private long handled;

    /** What the exception handler itself threw, or null. */
    private Throwable fatal;

    /** Whether it sleeps outside of the source, because polls fail. */
    private volatile boolean pausing;

    LoopThread(EventLoop loop, LoopSettings settings, TaskQueue tasks, TimerHeap timers, EndActions endActions) {
        super(settings.name());
        setDaemon(settings.daemon());
        this.loop = loop;
        this.source = loop.source();
        this.tasks = tasks;
        this.timers = timers;
        this.endActions = endActions;
        this.exceptionHandler = settings.exceptionHandler();
        this.exceptionLog = new ExceptionLog(loop);
        this.failingPolls = new FailingPolls(settings.patience());
        this.budget = settings.budget();
    }

    EndLatch end() {
        return end;
    }

    ExceptionLog exceptionLog() {
        return exceptionLog;
    }

    @Override
    public void run() {
        try {
            while (tasks.isTaking()) {
                try {
                    turn();
                } catch (OutOfMemoryError e) {
                    // Not from a handler, a task or a timer: while telling of one. That is no reason to end.
                    Thread.onSpinWait();
                }
            }
            while (tasks.isClosing() && !tasks.isEmpty()) {
                runTasks();
                runTurnActions();
            }
        } finally {
            try {
                cleanUp();
            } finally {
                end.open();
            }
        }
        if (fatal != null) {
            getUncaughtExceptionHandler().uncaughtException(this, fatal);
        }
    }

    /**
     * Ends one poll, and that is all. A status that is set would close the channel that the next handler reads from, and clearing
     * it before each handler of a batch would cost every event something.
     */
    @Override
    public void interrupt() {
        wake();
    }

    /** Ends one poll, or the pause instead of one. By any thread. */
    void wake() {
        try {
            source.wakeup();
        } catch (ClosedEventSourceException e) {
            // The loop has ended meanwhile; whoever handed something in finds that out by the state.
            return;
        } finally {
            if (pausing) {
                LockSupport.unpark(this);
            }
        }
    }

    /** Runs nothing any more, and begins no handler. By any thread. */
    void cutOff() {
        tasks.cutOff();
        closeSource();
        LockSupport.unpark(this);
    }

    private void turn() {
        try {
            handled += poll();
            failingPolls.succeeded();
        } catch (Throwable e) {
            pollThrew(e);
        }
        runTimers();
        runTasks();
        runTurnActions();
    }

    private int poll() throws IOException {
        if (again || !tasks.isEmpty()) {
            return source.pollNow();
        }
        Timer first = timers.first();
        return first == null ? source.poll() : source.poll(Math.max(0, first.due - System.nanoTime()));
    }

    /** The source is told by its state: a handler may let out what another source that was closed has thrown. */
    private void pollThrew(Throwable thrown) {
        if (!source.isOpen()) {
            tasks.cutOff();
            // Of polls that fail one after the other the first has been told.
            if (!(thrown instanceof ClosedEventSourceException) && failingPolls.failed()) {
                tell(thrown);
            }
            return;
        }
        long handledByNow;
        try {
            handledByNow = source.statistics().events();
        } catch (OutOfMemoryError e) {
            // Whose it was cannot be told without memory. If the source waits for some too, it does not do so all the
            // time.
            tell(thrown);
            LockSupport.parkNanos(this, MEMORY_NANOS);
            return;
        }
        if (handledByNow != handled) {
            handled = handledByNow;
            tell(thrown);
        } else {
            pollFailed(thrown);
        }
    }

    private void pollFailed(Throwable thrown) {
        if (failingPolls.failed()) {
            tell(thrown);
        } else if (failingPolls.isForGood()) {
            LOG.log(System.Logger.Level.ERROR, "loop " + getName() + " ends, since it can poll no more", thrown);
            cutOff();
            return;
        }
        Timer first = timers.first();
        long pause = failingPolls.pauseNanos();
        pausing = true;
        if (tasks.isTaking() && tasks.isEmpty()) {
            LockSupport.parkNanos(this, first == null ? pause : Math.min(pause, first.due - System.nanoTime()));
        }
        pausing = false;
    }

    private void runTimers() {
        if (timers.first() == null) {
            return;
        }
        long now = System.nanoTime();
        for (int i = 0; i < budget && tasks.isTaking(); i++) {
            Timer timer = timers.first();
            if (timer == null || timer.due - now > 0) {
                return;
            }
            timers.remove(timer);
            if (timer.isPeriodic()) {
                timer.advance(now);
                timers.add(timer);
            }
            try {
                timer.run();
            } catch (Throwable e) {
                tell(e);
            }
        }
    }

    private void runTasks() {
        for (int i = 0; i < budget && !tasks.isOver(); i++) {
            Runnable task = tasks.poll();
            if (task == null) {
                return;
            }
            try {
                task.run();
            } catch (Throwable e) {
                tell(e);
            }
        }
    }

    /** An array, since an action may take itself or another one away. What was asked for before they run they take care of. */
    private void runTurnActions() {
        Runnable[] actions = turnActions;
        again = false;
        for (int i = 0; i < actions.length && !tasks.isOver(); i++) {
            try {
                actions[i].run();
            } catch (Throwable e) {
                tell(e);
            }
        }
    }

    void anotherTurn() {
        again = true;
    }

    void addTurnAction(Runnable action) {
        Runnable[] more = Arrays.copyOf(turnActions, turnActions.length + 1);
        more[turnActions.length] = action;
        turnActions = more;
    }

    boolean removeTurnAction(Runnable action) {
        List<Runnable> fewer = new ArrayList<>(List.of(turnActions));
        boolean removed = fewer.remove(action);
        turnActions = fewer.toArray(NO_ACTIONS);
        return removed;
    }

    /** Lets the exception handler decide. What it throws itself is not for it to decide on, and ends the loop. */
    void tell(Throwable thrown) {
        try {
            exceptionHandler.onException(loop, thrown);
        } catch (Throwable e) {
            if (fatal == null) {
                fatal = e;
            }
            cutOff();
        }
    }

    private void cleanUp() {
        int dropped = tasks.end();
        endActions.run(loop);
        closeSource();
        timers.clear();
        exceptionLog.endPeriod();
        if (dropped > 0) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "loop {0} was cut off; tasks that did not run: {1}",
                    getName(),
                    dropped);
        }
    }

    /** A set that somebody else has closed cannot be closed: the loop ends all the same. */
    private void closeSource() {
        try {
            source.close();
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.WARNING, "closing the source of loop " + getName(), e);
        }
    }
}
