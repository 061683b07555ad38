package dev.vigil.poll;

import dev.vigil.spi.Watch;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** What the mechanism keeps of one watch. */
final class PollEntry {
    /** No thread but one that makes a control call touches it. */
    private static final byte IDLE = 0;

    private static final byte QUEUED = 1;

    /** Out of the queue, and being applied. */
    private static final byte TAKEN = 2;

    /** Being applied, and in the queue again for a change that may have come too late for that. */
    private static final byte TAKEN_AND_QUEUED = 3;

    private static final VarHandle QUEUEING;

    static {
        try {
            QUEUEING = MethodHandles.lookup().findVarHandle(PollEntry.class, "queueing", byte.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Whose array and queue it may be in. Read and written by control calls. */
    private PollMechanism owner;

    final Watch watch;
    final long word;
    final int fd;

    /** What the number stood for when it was added. Read and written by control calls. */
    OpenFile file;

    /** Whether it belongs into the array. Written by control calls. */
    volatile boolean wanted = true;

    /** Its place in the array, or 0. Only for the thread that awaits. */
    int place;

    /** Links the queue of changes. Written by whoever puts the entry in, before it is put in. */
    PollEntry next;

    private volatile byte queueing;

    PollEntry(PollMechanism owner, Watch watch, OpenFile file) {
        this.owner = owner;
        this.watch = watch;
        this.word = watch.word();
        this.fd = watch.fd();
        this.file = file;
    }

    /**
     * Gives an entry that was removed to whoever adds its watch again. Another mechanism gets it once the one before has taken
     * it out of its array, and so has nothing more to do with it.
     *
     * @return false if that is not so yet
     */
    boolean handTo(PollMechanism mechanism) {
        if (owner != mechanism) {
            if (wanted || queueing != IDLE) {
                return false;
            }
            owner = mechanism;
        }
        return true;
    }

    /** Claims the right to put the entry into the queue of changes. */
    boolean claimQueueing() {
        while (true) {
            byte now = queueing;
            if (now == QUEUED || now == TAKEN_AND_QUEUED) {
                return false;
            }
            if (QUEUEING.compareAndSet(this, now, now == IDLE ? QUEUED : TAKEN_AND_QUEUED)) {
                return true;
            }
        }
    }

    /** Comes before the state is read: a change made after the reading queues the entry again. */
    void leaveQueue() {
        queueing = TAKEN;
    }

    /** Comes after the last touch of the thread that applied it. */
    void applied() {
        if (!QUEUEING.compareAndSet(this, TAKEN, IDLE)) {
            queueing = QUEUED;
        }
    }
}
