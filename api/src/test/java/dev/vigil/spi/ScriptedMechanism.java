package dev.vigil.spi;

import dev.vigil.Availability;
import dev.vigil.EventSource;
import dev.vigil.Feature;
import dev.vigil.Interest;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** A mechanism whose waits do, one after the other, what a test wrote down; all further ones wait for a wake-up. */
final class ScriptedMechanism extends Mechanism {
    /** What one wait does. */
    @FunctionalInterface
    interface Wait {
        /** Fills the batch, or fails. */
        void run(Batch batch, long nanos) throws IOException;
    }

    /** Whose waits follow the script. */
    private final Thread actor = Thread.currentThread();

    final Deque<Wait> script = new ArrayDeque<>();

    /** The same for all other threads. */
    final Deque<Wait> elsewhere = new ConcurrentLinkedDeque<>();

    final Map<Integer, Long> words = new HashMap<>();
    final Semaphore wakeUps = new Semaphore(0);
    IOException refusal;

    /** What each change waits for. */
    final Semaphore changes = new Semaphore(Integer.MAX_VALUE);

    /** What each removal waits for. */
    final Semaphore removals = new Semaphore(Integer.MAX_VALUE);

    /** How often a rebuild was asked for, and what each of them throws. */
    final AtomicInteger attempts = new AtomicInteger();

    volatile Throwable rebuildRefusal;

    /** What is done to a channel when it is added. */
    Runnable added = () -> {};

    /** Whether every number stands for another file than when it was added. */
    boolean replaced;

    int closed;
    RuntimeException closeFailure;
    volatile RuntimeException wakeFailure;

    /** Whether a thread of the test takes the wake-ups before the one that waits sees them. */
    volatile boolean deaf;

    /** What happens while a channel is looked at, before it is added. */
    volatile Runnable described = () -> {};

    /** What a removal throws, or null. */
    volatile RuntimeException removalFailure;

    /** Opens a source over this mechanism. */
    EventSource open(Feature... more) throws IOException {
        Set<Feature> features = EnumSet.of(Feature.DESCRIPTORS);
        features.addAll(Set.of(more));
        return Backends.open(new ScriptedBackend(this, features), Settings.DEFAULT);
    }

    /** Writes down what the next wait does. */
    ScriptedMechanism then(Wait wait) {
        script.add(wait);
        return this;
    }

    @Override
    public void add(Watch watch) throws IOException {
        refuse();
        words.put(watch.fd(), watch.word());
        added.run();
    }

    @Override
    public int descriptorOf(SelectableChannel channel) {
        described.run();
        return -1;
    }

    @Override
    public void change(Watch watch, Interest from) throws IOException {
        refuse();
        changes.acquireUninterruptibly();
    }

    private void refuse() throws IOException {
        if (refusal != null) {
            throw refusal;
        }
    }

    @Override
    public void remove(Watch watch) {
        removals.acquireUninterruptibly();
        if (removalFailure != null) {
            throw removalFailure;
        }
    }

    @Override
    public boolean isReplaced(Watch watch) {
        return replaced;
    }

    @Override
    public void await(Batch batch, long nanos) throws IOException {
        Wait wait = Thread.currentThread() == actor ? script.poll() : elsewhere.poll();
        if (wait != null) {
            wait.run(batch, nanos);
        } else if (nanos != 0) {
            wakeUps.acquireUninterruptibly();
            batch.woken();
        }
    }

    @Override
    public void wake() {
        if (wakeFailure != null) {
            throw wakeFailure;
        }
        if (!deaf) {
            wakeUps.release();
        }
    }

    @Override
    public boolean rebuild(Iterable<Watch> watches) throws IOException {
        attempts.incrementAndGet();
        if (rebuildRefusal instanceof IOException refused) {
            throw refused;
        }
        if (rebuildRefusal instanceof Error refused) {
            throw refused;
        }
        return true;
    }

    @Override
    public long controlCalls() {
        return 0;
    }

    @Override
    public void close() {
        closed++;
        if (closeFailure != null) {
            throw closeFailure;
        }
    }

    private record ScriptedBackend(Mechanism mechanism, Set<Feature> features) implements Backend {
        @Override
        public String name() {
            return "scripted";
        }

        @Override
        public int priority() {
            return -1;
        }

        @Override
        public Availability availability() {
            return Availability.available();
        }

        @Override
        public Mechanism open(Settings settings, Registrations registrations) {
            return mechanism;
        }
    }
}
