package dev.vigil.selector;

import dev.vigil.Feature;
import dev.vigil.spi.Backend;
import dev.vigil.spi.Batch;
import dev.vigil.spi.Mechanism;
import dev.vigil.spi.Settings;
import dev.vigil.spi.Timeouts;
import java.io.IOException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.SelectorProvider;
import java.util.function.Consumer;
import sun.nio.ch.SelectionKeyImpl;
import sun.nio.ch.SelectorImpl;

/**
 * The JDK's selector, waiting with a mechanism of Vigil.
 *
 * <p>(a) Nearly all of the specification is {@link SelectorImpl}'s: the key sets, the locks, which readiness is replaced and which is
 * added to, what is thrown and when. What is left is to say what is watched, and to wait.
 *
 * <p>(b) A selection runs with the monitor of the selector held, and so does what closes it. So the mechanism has one waiter, and is
 * changed only between two waits: nothing of the locks and the table of an event source is needed here.
 *
 * <p>(c) What a wait finds is looked at after the wait: what an action throws, or closes, is never inside the mechanism.
 */
final class VigilSelector extends SelectorImpl {
    /** As many as the JDK takes at once. */
    private static final int BATCH = 1024;

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final String backend;
    private final Mechanism mechanism;
    private final Batch batch;
    private final Waiter waiter;
    private final KeyControl control;
    private final Counters counters = new Counters();
    private final WatchedKeys watched = new WatchedKeys();
    private final Turns turns;
    private final Runnable bean;

    VigilSelector(SelectorProvider provider, Backend backend) throws IOException {
        super(provider);
        this.backend = backend.name();
        mechanism = backend.open(Settings.DEFAULT.withBatchSize(BATCH), watched);
        try {
            batch = mechanism.newBatch(BATCH);
            waiter = new Waiter(this, backend, mechanism, batch, new Ghosts(mechanism, watched), counters);
            control = new KeyControl(mechanism, backend.features().contains(Feature.DESCRIPTORS), watched, counters);
            turns = Turns.of(this.backend);
            bean = Beans.put(new SelectorFigures(this, this.backend, counters));
        } catch (Throwable e) {
            mechanism.close();
            throw e;
        }
    }

    @Override
    protected int doSelect(Consumer<SelectionKey> action, long timeout) throws IOException {
        turns.end();
        control.apply();
        deregisterCancelled();
        waiter.await(nanos(timeout));
        deregisterCancelled();
        int size = batch.size();
        counters.selected(size);
        turns.begin(size);
        if (size == 0) {
            return 0;
        }
        int updated = report(size, action);
        if (action != null) {
            turns.end();
        }
        return updated;
    }

    /** The JDK closes the descriptors of those that are closed: all are let go of first, and together. */
    private void deregisterCancelled() throws IOException {
        control.removeCancelled();
        processDeregisterQueue();
    }

    /** Cut to what the JDK takes at most, 24 days. */
    private static long nanos(long millis) {
        return millis < 0 ? Timeouts.FOREVER : Math.min(millis, Integer.MAX_VALUE) * NANOS_PER_MILLI;
    }

    private int report(int size, Consumer<SelectionKey> action) {
        WatchedKey[] keys = watched.byDescriptor();
        int updated = 0;
        for (int i = 0; i < size; i++) {
            WatchedKey key = WatchedKeys.find(keys, batch.word(i));
            if (key != null) {
                updated += processReadyEvents(PollBits.events(batch.readiness(i)), key.key, action);
            }
        }
        return updated;
    }

    /** Whether the batch holds anything to report, and not just what nobody asks for any more. */
    boolean hasEvents() {
        int size = batch.size();
        WatchedKey[] keys = watched.byDescriptor();
        for (int i = 0; i < size; i++) {
            WatchedKey key = WatchedKeys.find(keys, batch.word(i));
            if (key != null && key.events != 0) {
                return true;
            }
        }
        return false;
    }

    /** How many keys it has, or -1 if it is closed: any thread may ask, also beside one that closes it. */
    int keyCount() {
        try {
            return keys().size();
        } catch (ClosedSelectorException e) {
            return -1;
        }
    }

    Counters counters() {
        return counters;
    }

    Mechanism mechanism() {
        return mechanism;
    }

    void beginBlocking() {
        begin();
    }

    void endBlocking() {
        end();
    }

    @Override
    public Selector wakeup() {
        waiter.wake();
        return this;
    }

    /**
     * Called when an interest was set. JDK 17 learns from this alone that the selector was closed while a channel was being
     * registered with it; a key that stood is to hear nothing of it.
     */
    @Override
    protected void setEventOps(SelectionKeyImpl key) {
        if (isOpen()) {
            control.interestSet(key);
        } else if (key.isValid() && key.channel().keyFor(this) != key) {
            throw new ClosedSelectorException();
        }
    }

    @Override
    public void cancel(SelectionKeyImpl key) {
        super.cancel(key);
        control.cancelled(key);
    }

    @Override
    protected void implDereg(SelectionKeyImpl key) {
        control.remove(key);
    }

    @Override
    protected void implClose() {
        try {
            bean.run();
        } finally {
            waiter.close();
        }
    }

    @Override
    public String toString() {
        int keys = keyCount();
        return "selector over " + backend + (keys >= 0 ? ", " + keys + " keys" : " (closed)");
    }
}
