package dev.vigil.spi;

import dev.vigil.Interest;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.channels.SelectableChannel;

/**
 * A registration as its mechanism sees it: the descriptor, the interest, and the word by which events name it.
 *
 * <p>The source makes one for each registration; the registration itself is one. A mechanism built over other mechanisms makes further ones with the same
 * word for its delegates, so that each keeps its own notes.
 */
public sealed class Watch permits Entry {
    private static final VarHandle ARMED;

    static {
        try {
            ARMED = MethodHandles.lookup().findVarHandle(Watch.class, "armedFor", Interest.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final int fd;
    private final SelectableChannel channel;
    private final long word;
    private volatile Interest interest;

    /**
     * The interest that it is armed for, or null. Not a flag, because an event of the interest before may be on its way to the
     * handler while the interest is changed: it must not use up the arming of the new one, of which it tells nothing.
     */
    private volatile Interest armedFor;

    /** The mechanism's to use: a place in its array, or a state. Starts as -1. Guarded as the mechanism says. */
    public int index = -1;

    /** The mechanism's to use. Guarded as the mechanism says. */
    public Object attachment;

    /**
     * Makes a watch.
     *
     * @param fd the descriptor, or -1 for a channel whose descriptor the mechanism does not use
     * @param channel the channel, or null for a raw descriptor
     * @param word slot and generation, which events carry
     * @param interest what to watch for
     */
    public Watch(int fd, SelectableChannel channel, long word, Interest interest) {
        this.fd = fd;
        this.channel = channel;
        this.word = word;
        this.interest = interest;
        this.armedFor = interest;
    }

    /**
     * The descriptor.
     *
     * @return its number, or -1
     */
    public final int fd() {
        return fd;
    }

    /**
     * The channel.
     *
     * @return the channel, or null for a raw descriptor
     */
    public final SelectableChannel channel() {
        return channel;
    }

    /**
     * The word that the kernel, or the mechanism's array, carries for this registration: slot in the lower half, generation
     * in the upper. Never {@link Registrations#RESERVED_WORD}.
     *
     * @return the word
     */
    public final long word() {
        return word;
    }

    /**
     * What to watch for now.
     *
     * @return the interest
     */
    public final Interest interest() {
        return interest;
    }

    /**
     * Sets what to watch for. The source does this before it calls {@link Mechanism#change}.
     *
     * @param interest the interest
     */
    public final void interest(Interest interest) {
        this.interest = interest;
        interestChanged();
    }

    /** Called when the interest was set. */
    void interestChanged() {}

    /**
     * Whether an event may be delivered: false from the delivery of a one-shot event until the next change.
     *
     * @return always true unless the interest is one-shot
     */
    public final boolean isArmed() {
        return armedFor != null;
    }

    /**
     * Says whether an event of the present interest may be delivered. The source, or the mechanism that made this watch, does
     * this.
     *
     * @param armed false after the delivery of a one-shot event
     */
    public final void armed(boolean armed) {
        armedFor = armed ? interest : null;
    }

    /**
     * Sets what to watch for, and arms for it.
     *
     * @return whether it was armed until then, that is, whether no event has used the arming up
     */
    final boolean arm(Interest next) {
        interest(next);
        return ARMED.getAndSet(this, next) != null;
    }

    /**
     * Disarms, if it is armed for this interest and nobody else has.
     *
     * @param seen the interest that the event was found to be asked for by
     * @return true if this call did it, and so the event is this caller's to deliver
     */
    public final boolean disarm(Interest seen) {
        return ARMED.compareAndSet(this, seen, null);
    }

    /**
     * Whether the mechanism should be looking at the descriptor at all.
     *
     * @return false for {@link Interest#NONE} and for a one-shot that has fired
     */
    public final boolean isLive() {
        return interest != Interest.NONE && (armedFor != null || !interest.isOneShot());
    }

    /** The descriptor and the interest, for messages. */
    final String describe() {
        return (channel == null ? "descriptor " + fd : channel.toString()) + " for " + interest;
    }

    @Override
    public String toString() {
        return describe();
    }
}
