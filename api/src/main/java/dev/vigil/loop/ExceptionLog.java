package dev.vigil.loop;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;

/**
 * The log of what a loop's handlers let out. A handler that throws before it reads is called again at once, some ten thousand
 * times a second: so only the first few of each class are logged one by one within a period, and at its end how many more.
 */
final class ExceptionLog {
    static final Duration PERIOD = Duration.ofMinutes(1);
    static final int LINES = 5;

    private static final System.Logger LOG = System.getLogger("dev.vigil.loop");

    private final EventLoop loop;

    /** Of the period that runs; none runs while it is empty. */
    private final Map<Class<?>, Integer> counts = new HashMap<>();

    ExceptionLog(EventLoop loop) {
        this.loop = loop;
    }

    /** Without the memory to say something nothing is said, and the loop goes on all the same. */
    synchronized void log(Throwable thrown) {
        try {
            count(thrown);
        } catch (OutOfMemoryError e) {
            return;
        }
    }

    private void count(Throwable thrown) {
        if (counts.isEmpty()) {
            beginPeriod();
        }
        if (counts.merge(thrown.getClass(), 1, Integer::sum) <= LINES) {
            LOG.log(System.Logger.Level.ERROR, "loop " + loop.name() + " goes on after an exception", thrown);
        }
    }

    private void beginPeriod() {
        try {
            loop.schedule(PERIOD, this::endPeriod);
        } catch (RejectedExecutionException e) {
            // The loop is about to end, and that ends the period.
            return;
        }
    }

    /** Tells how many were not logged, if any. */
    synchronized void endPeriod() {
        counts.forEach((type, count) -> {
            if (count > LINES) {
                LOG.log(
                        System.Logger.Level.ERROR,
                        "loop {0}: exceptions of {1} that were not logged one by one: {2}",
                        loop.name(),
                        type.getName(),
                        count - LINES);
            }
        });
        counts.clear();
    }
}
