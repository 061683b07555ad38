package dev.vigil.trust;

import dev.vigil.EventHandler;
import dev.vigil.Readiness;
import dev.vigil.Registration;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** The handler of a one-shot registration: counts, and sees to it that it does not run twice at once. */
final class Counted implements EventHandler {
    private static final int LIMIT_SECONDS = 60;

    private final Stress stress;
    private final Semaphore told = new Semaphore(0);
    private final AtomicBoolean running = new AtomicBoolean();
    private final AtomicLong calls = new AtomicLong();
    private volatile boolean throwsNext;

    Counted(Stress stress) {
        this.stress = stress;
    }

    void throwNext() {
        throwsNext = true;
    }

    @Override
    public void onReady(Registration registration, Readiness ready) throws IOException {
        if (!running.compareAndSet(false, true)) {
            stress.found("a one-shot handler runs twice at once");
        }
        if (!ready.isReadable()) {
            stress.found(registration + " was told " + ready);
        }
        boolean throwing = throwsNext;
        throwsNext = false;
        calls.incrementAndGet();
        stress.calls.increment();
        running.set(false);
        if (throwing) {
            stress.thrown.increment();
        }
        told.release();
        if (throwing) {
            throw new Reactions.Thrown();
        }
    }

    /** Waits for the one event of an arming. */
    void awaitOne(Object what) throws InterruptedException {
        if (!told.tryAcquire(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            stress.found("an event is lost: " + what);
        }
    }

    /** Fails if more was told than was armed. */
    void assertNone(Object what) {
        if (told.availablePermits() > 0) {
            stress.found("a one-shot was told " + (told.availablePermits() + 1) + " times: " + what);
        }
    }

    long calls() {
        return calls.get();
    }
}
