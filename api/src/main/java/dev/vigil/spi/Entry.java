package dev.vigil.spi;

import dev.vigil.EventHandler;
import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.Registration;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.channels.SelectableChannel;

/**
 * A registration: what the mechanism sees of it, the handler, and whether it stands. One object, so that dispatch touches
 * no more memory than it must.
 */
final class Entry extends Watch implements Registration {
    private static final VarHandle AT_FIRST_PLACE;
    private static final VarHandle ELSEWHERE;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            AT_FIRST_PLACE = lookup.findVarHandle(Entry.class, "eventsAtFirstPlace", long.class);
            ELSEWHERE = lookup.findVarHandle(Entry.class, "eventsElsewhere", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** What a handler can have done wrong if it comes back with nothing else: the state will not go away by reading. */
    private static final int LASTING =
            Readiness.HANGUP_BIT | Readiness.ERROR_BIT | Readiness.READ_CLOSED_BIT | Readiness.INVALID_BIT;

    private final Control control;
    final EventHandler handler;

    /** Set under the control lock of the entry; read without it. */
    private volatile boolean active;

    /**
     * The directions of which an event goes to the handler as it comes, so that one test decides for nearly all of them: none
     * if the registration is not active, or one-shot. Set and read as {@link #active}.
     */
    private volatile int plain;

    /** Whether the descriptor is known to be non-blocking. Under the control lock. */
    boolean checkedNonBlocking;

    /** Whether a change was refused, and so was the way back: the mechanism may go by neither interest. Under the control lock. */
    boolean unsettled;

    /** Whether the spin guard has told of this registration. */
    boolean diagnosed;

    /**
     * Events delivered at the first polling place of the source, which one thread holds at a time: so a plain addition counts
     * them, and where one thread polls there are no others.
     */
    @SuppressWarnings("UnusedVariable")
    private long eventsAtFirstPlace;

    /** Events delivered at the other places, by several threads at once. */
    @SuppressWarnings("UnusedVariable")
    private long eventsElsewhere;

    Entry(Control control, EventHandler handler, int fd, SelectableChannel channel, long word, Interest interest) {
        super(fd, channel, word, interest);
        this.control = control;
        this.handler = handler;
    }

    boolean active() {
        return active;
    }

    /** Says whether the registration stands. The caller holds its control lock. */
    void active(boolean active) {
        this.active = active;
        interestChanged();
    }

    @Override
    void interestChanged() {
        Interest interest = interest();
        plain = active && !interest.isOneShot() ? interest.directions() & ~Readiness.READ_CLOSED_BIT : 0;
    }

    /** Whether what the mechanism saw is to be delivered without a further look. */
    boolean takesAsItComes(int seen) {
        return seen != 0 && (seen & ~plain) == 0;
    }

    void countAtFirstPlace() {
        AT_FIRST_PLACE.setOpaque(this, (long) AT_FIRST_PLACE.getOpaque(this) + 1);
    }

    void countElsewhere() {
        ELSEWHERE.getAndAdd(this, 1L);
    }

    /** The readiness to deliver for what the mechanism saw, or 0 if nothing of it was asked for. Disarms. */
    int claim(int seen) {
        Interest interest = interest();
        if (interest == Interest.NONE) {
            return 0;
        }
        int ready = Flags.told(interest, seen);
        if (ready == 0) {
            return 0;
        }
        // An event of the arming before may still be under way when the registration is armed again: one of the two
        // wins. If the interest was changed by that, the new one does.
        if (interest.isOneShot() && !disarm(interest)) {
            return 0;
        }
        return ready;
    }

    static boolean isLasting(int ready) {
        return (ready & LASTING) != 0;
    }

    @Override
    public void update(Interest interest) throws IOException {
        control.update(this, interest);
    }

    @Override
    public void rearm() throws IOException {
        control.rearm(this);
    }

    @Override
    public void rotate() throws IOException {
        control.rotate(this);
    }

    @Override
    public void cancel() {
        control.cancel(this);
    }

    @Override
    public void detach() {
        control.detach(this);
    }

    @Override
    public boolean isActive() {
        return active;
    }

    @Override
    public long eventCount() {
        return (long) AT_FIRST_PLACE.getOpaque(this) + (long) ELSEWHERE.getOpaque(this);
    }

    @Override
    public EventSource source() {
        return control.source();
    }

    @Override
    public String toString() {
        return "registration of " + describe() + (active ? "" : " (ended)");
    }
}
