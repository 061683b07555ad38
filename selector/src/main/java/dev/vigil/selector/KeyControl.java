package dev.vigil.selector;

import dev.vigil.Interest;
import dev.vigil.spi.Mechanism;
import dev.vigil.spi.Watch;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.invoke.VarHandle;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import sun.nio.ch.SelChImpl;
import sun.nio.ch.SelectionKeyImpl;

/**
 * Tells the mechanism what is watched. All but {@link #interestSet} and {@link #cancelled} is for the thread that selects.
 *
 * <p>(a) An interest that is set takes effect at the next selection. Until then its key is queued, and only what differs in the end from
 * what is watched goes to the mechanism.
 *
 * <p>(b) A channel that is closed keeps its descriptor until the last selector has deregistered it; the JDK closes it after that. From
 * {@code close()} on there is a time in which the channel is closed and its key valid: what is refused then is no error.
 *
 * <p>(c) A selection does not fail for one key: who gets an exception from it makes a new selector, and has the same with that. What
 * is refused is told to the log, and tried again with every selection.
 *
 * <p>(d) On macOS a datagram channel that disconnects loses what was watched, and the JDK queues its key, unchanged, to have it
 * watched anew.
 */
final class KeyControl {
    private static final boolean DISCONNECT_FORGETS =
            System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("mac");

    private final Mechanism mechanism;

    /** Whether the mechanism takes descriptors, and needs not be asked how it knows a channel. */
    private final boolean byDescriptor;

    private final WatchedKeys keys;
    private final Counters counters;
    private final KeyQueue updates = new KeyQueue();

    /** Cancelled since the last selection. */
    private final KeyQueue cancelled = new KeyQueue();

    /** Taken from the cancelled. Empty between two calls. */
    private final Deque<SelectionKeyImpl> leaving = new ArrayDeque<>();

    /** Taken from the updates. */
    private final Deque<SelectionKeyImpl> taken = new ArrayDeque<>();

    /** Each once, however often its interest is set meanwhile. */
    private final Set<SelectionKeyImpl> refused = new LinkedHashSet<>();

    private boolean toldOfRefusal;

    KeyControl(Mechanism mechanism, boolean byDescriptor, WatchedKeys keys, Counters counters) {
        this.mechanism = mechanism;
        this.byDescriptor = byDescriptor;
        this.keys = keys;
        this.counters = counters;
    }

    /** Takes note that the interest of a key was set, by any thread. */
    void interestSet(SelectionKeyImpl key) {
        updates.put(key);
    }

    /** Brings what is watched in line with the interests. */
    void apply() {
        if (!refused.isEmpty()) {
            for (SelectionKeyImpl key : List.copyOf(refused)) {
                if (isSettled(key)) {
                    refused.remove(key);
                }
            }
        }
        updates.moveTo(taken);
        SelectionKeyImpl key;
        while ((key = taken.peekFirst()) != null) {
            // What is refused was tried just now.
            if (!refused.contains(key) && !isSettled(key)) {
                refused.add(key);
            }
            // Not before: after an error it is still there for the next selection.
            taken.removeFirst();
        }
    }

    /** Brings a key in line, and tells whether that is done with: it may be refused. */
    private boolean isSettled(SelectionKeyImpl key) {
        if (!key.isValid()) {
            return true;
        }
        try {
            bringInLine(key);
            return true;
        } catch (IOException | RuntimeException e) {
            if (!key.isValid() || !key.channel().isOpen()) {
                return true; // see (b)
            }
            tellOfRefusal(key, e);
            return false;
        }
    }

    private void bringInLine(SelectionKeyImpl key) throws IOException {
        SelChImpl channel = (SelChImpl) key.channel();
        int events = channel.translateInterestOps(key.nioInterestOps());
        WatchedKey known = keys.of(channel.getFDVal());
        if (known == null) {
            if (events != 0) {
                add(key, channel.getFDVal(), events);
            }
        } else if (known.events != events) {
            change(known, events);
        } else if (DISCONNECT_FORGETS && events != 0 && channel instanceof DatagramChannel) {
            end(key);
            add(key, channel.getFDVal(), events);
        }
    }

    private void add(SelectionKeyImpl key, int descriptor, int events) throws IOException {
        SelectableChannel channel = key.channel();
        counters.changed();
        Watch watch = new Watch(
                byDescriptor ? descriptor : mechanism.descriptorOf(channel),
                channel,
                keys.nextWord(descriptor),
                PollBits.interest(events));
        WatchedKey added = new WatchedKey(key, watch, events);
        // Before the mechanism knows it: it may look it up.
        keys.put(added);
        try {
            mechanism.add(watch);
        } catch (Throwable e) {
            keys.remove(descriptor);
            throw e;
        }
        if (!byDescriptor) {
            // Who cancels makes the key invalid, then looks whether it is watched; here it is the other way round: one
            // sees the other.
            VarHandle.fullFence();
            if (!key.isValid()) {
                mechanism.release(watch);
            }
        }
    }

    private void change(WatchedKey known, int events) throws IOException {
        Watch watch = known.watch;
        Interest from = watch.interest();
        counters.changed();
        watch.interest(PollBits.interest(events));
        try {
            mechanism.change(watch, from);
        } catch (Throwable e) {
            watch.interest(from);
            throw e;
        }
        known.events = events;
    }

    /** Takes note that a key was cancelled, by any thread: its channel may become blocking before the next selection. */
    void cancelled(SelectionKeyImpl key) {
        cancelled.put(key);
        if (byDescriptor) {
            return;
        }
        VarHandle.fullFence();
        WatchedKey known = keys.of(((SelChImpl) key.channel()).getFDVal());
        if (known != null && known.key == key) {
            mechanism.release(known.watch);
        }
    }

    /**
     * Ends the watching of all keys that were cancelled by now. Returns when the mechanism has let go of their channels: another
     * thread of it may be in a wait that holds one, and the port of a closed one would stay taken for as long.
     */
    void removeCancelled() {
        cancelled.moveTo(leaving);
        boolean any = false;
        SelectionKeyImpl key;
        while ((key = leaving.pollFirst()) != null) {
            any |= end(key);
        }
        if (any) {
            mechanism.flush();
        }
    }

    /** Ends the watching of a key, if it was cancelled just after the others were removed. */
    void remove(SelectionKeyImpl key) {
        if (end(key)) {
            mechanism.flush();
        }
    }

    private boolean end(SelectionKeyImpl key) {
        int descriptor = ((SelChImpl) key.channel()).getFDVal();
        WatchedKey known = keys.of(descriptor);
        if (known != null && known.key == key) {
            counters.changed();
            keys.remove(descriptor);
            mechanism.remove(known.watch);
            return true;
        }
        return false;
    }

    private void tellOfRefusal(SelectionKeyImpl key, Exception why) {
        if (!toldOfRefusal) {
            toldOfRefusal = true;
            System.getLogger("dev.vigil.selector")
                    .log(
                            Level.WARNING,
                            "{0} cannot be watched: {1}; it is tried again with every selection",
                            key.channel(),
                            why instanceof IOException ? why.getMessage() : why.toString());
        }
    }
}
