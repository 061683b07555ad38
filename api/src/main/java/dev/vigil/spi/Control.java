package dev.vigil.spi;

import dev.vigil.EventHandler;
import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Registration;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.util.OptionalInt;

/**
 * The control calls: what is watched, and for what.
 *
 * <p>A control call holds one of a few control locks, picked by slot, so that calls for one registration never overlap and
 * those for others rarely do; inside it, for a moment, the monitor of the table. Polling takes neither.
 */
final class Control {
    private final EventSource source;
    private final OpenState state;
    private final Mechanism mechanism;
    private final Features features;
    private final Table table;
    private final ControlLocks locks;

    /** Who may hold what was ended, or null if nobody does. */
    private final Pollers holders;

    /** The source is what registrations name; nothing of it is called here but its closing, by whoever waits for that. */
    Control(
            EventSource source,
            OpenState state,
            Mechanism mechanism,
            Features features,
            Table table,
            ControlLocks locks,
            Pollers holders) {
        this.source = source;
        this.state = state;
        this.mechanism = mechanism;
        this.features = features;
        this.table = table;
        this.locks = locks;
        this.holders = holders;
    }

    EventSource source() {
        return source;
    }

    /** Puts a registration into the table and the mechanism. The arguments are checked. */
    Registration register(int fd, SelectableChannel channel, Interest interest, EventHandler handler)
            throws IOException {
        for (Entry closed : table.closedChannels()) {
            cancel(closed);
        }
        Entry entry = table.put(this, fd, channel, interest, handler);
        if (entry == null) {
            endReplaced(fd, channel);
            entry = table.put(this, fd, channel, interest, handler);
            if (entry == null) {
                requireStillOpen(channel, null);
                throw alreadyRegistered(fd, channel);
            }
        }
        synchronized (locks.of(entry)) {
            try {
                state.require();
                checkNonBlocking(entry, interest);
                entry.active(true);
                mechanism.add(entry);
                requireOpen(entry);
            } catch (Throwable e) {
                entry.active(false);
                table.remove(entry);
                requireStillOpen(channel, e);
                throw e;
            }
        }
        return entry;
    }

    /**
     * The channel may have been closed before its number was looked at, and the number may be another file's: that one is not to
     * be watched. A channel that is open still had its number all the time.
     */
    private void requireOpen(Entry entry) throws ClosedChannelException {
        if (entry.channel() != null && !entry.channel().isOpen()) {
            mechanism.remove(entry);
            throw new ClosedChannelException();
        }
    }

    /** What else went wrong with a channel that was closed meanwhile is of its number, and of no interest. */
    private static void requireStillOpen(SelectableChannel channel, Throwable cause) throws ClosedChannelException {
        if (channel != null && !channel.isOpen() && !(cause instanceof Error)) {
            ClosedChannelException closed = new ClosedChannelException();
            if (cause != null) {
                closed.addSuppressed(cause);
            }
            throw closed;
        }
    }

    /** Ends the registration that stands for a number, if the file it was made for is gone. */
    private void endReplaced(int fd, SelectableChannel channel) throws IOException {
        Entry standing = table.standing(fd, channel);
        if (standing == null) {
            return;
        }
        synchronized (locks.of(standing)) {
            if (standing.active()) {
                state.require();
                if (!mechanism.isReplaced(standing)) {
                    requireStillOpen(channel, null);
                    throw alreadyRegistered(fd, channel);
                }
                end(standing);
            }
        }
    }

    private static IllegalStateException alreadyRegistered(int fd, SelectableChannel channel) {
        return new IllegalStateException((channel == null ? "descriptor " + fd : channel.toString())
                + " is registered with this source already: update that registration, or cancel it first");
    }

    private void checkNonBlocking(Entry entry, Interest interest) throws IOException {
        if (interest.isWrite() && entry.channel() == null && !entry.checkedNonBlocking) {
            mechanism.requireNonBlocking(entry.fd());
            entry.checkedNonBlocking = true;
        }
    }

    void update(Entry entry, Interest next) throws IOException {
        features.require(next);
        if (entry.channel() != null) {
            ChannelOperations.require(entry.channel(), next);
        }
        synchronized (locks.of(entry)) {
            checkControl(entry);
            Interest from = entry.interest();
            if (next == from && !wantsLook(entry)) {
                return;
            }
            checkNonBlocking(entry, next);
            mechanism.requireTakes(entry, next);
            change(entry, from, next);
        }
    }

    void rearm(Entry entry) throws IOException {
        synchronized (locks.of(entry)) {
            checkControl(entry);
            if (wantsLook(entry)) {
                change(entry, entry.interest(), entry.interest());
            }
        }
    }

    /**
     * Whether a change to the same interest makes a difference: an armed level registration is looked at anyway, if the mechanism
     * goes by it.
     */
    private static boolean wantsLook(Entry entry) {
        return entry.interest().isEdge() || !entry.isArmed() || entry.unsettled;
    }

    /** A change that is refused leaves interest and arming as they were, also in the mechanism: it may have done half of it. */
    private void change(Entry entry, Interest from, Interest to) throws IOException {
        boolean armed = entry.arm(to);
        try {
            mechanism.change(entry, from);
            entry.unsettled = false;
        } catch (Throwable e) {
            entry.interest(from);
            entry.armed(armed);
            changeBack(entry, to, e);
            throw e;
        }
    }

    /** If this is refused too, the next change goes to the mechanism whatever the interest. */
    private void changeBack(Entry entry, Interest refused, Throwable cause) {
        try {
            mechanism.change(entry, refused);
            entry.unsettled = false;
        } catch (Throwable e) {
            entry.unsettled = true;
            if (e != cause) {
                cause.addSuppressed(e);
            }
        }
    }

    void rotate(Entry entry) throws IOException {
        synchronized (locks.of(entry)) {
            checkControl(entry);
            if (entry.interest().isExclusive()) {
                try {
                    mechanism.rotate(entry);
                } catch (Throwable e) {
                    changeBack(entry, entry.interest(), e);
                    throw e;
                }
            }
        }
    }

    /** Ends a registration, and sees to it that neither a thread in the mechanism nor the mechanism holds anything of it. */
    void detach(Entry entry) {
        cancel(entry);
        if (holders != null) {
            holders.callAllOut();
        }
        if (!flush(entry)) {
            // Until whoever closes it is through, the mechanism holds what it held.
            source.close();
        }
    }

    /** False if the source is closing, or closed. */
    private boolean flush(Entry entry) {
        synchronized (locks.of(entry)) {
            if (!state.isOpen()) {
                return false;
            }
            mechanism.flush();
            return true;
        }
    }

    /** Ends a registration. Returns whether this call did it. */
    boolean cancel(Entry entry) {
        synchronized (locks.of(entry)) {
            // While the source closes too: what is active has not been ended by the closing, so the mechanism is there
            // yet.
            if (!entry.active()) {
                return false;
            }
            end(entry);
            return true;
        }
    }

    /** Ends a registration. The caller holds its control lock. */
    private void end(Entry entry) {
        entry.active(false);
        try {
            mechanism.remove(entry);
        } finally {
            table.remove(entry);
        }
    }

    private void checkControl(Entry entry) {
        state.require();
        if (!entry.active()) {
            throw new IllegalStateException(entry + " was cancelled: register the descriptor anew");
        }
    }

    /** The descriptor that others watch. No rebuild is under way, and the mechanism is not being freed. */
    OptionalInt facade() throws IOException {
        OptionalInt[] facade = {OptionalInt.empty()};
        locks.withAll(() -> {
            state.require();
            facade[0] = mechanism.facade();
            return true;
        });
        return facade[0];
    }
}
