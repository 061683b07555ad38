package dev.vigil.poll;

import dev.vigil.posix.DescriptorStatus;
import dev.vigil.spi.Watch;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** What the mechanism keeps of one watch. */
final class PollEntry {
    private static final VarHandle QUEUED;

    static {
        try {
            QUEUED = MethodHandles.lookup().findVarHandle(PollEntry.class, "queued", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final PollMechanism owner;
    final Watch watch;
    final long word;
    final int fd;

    /** What the descriptor was when it was added; tells a number that came back. */
    final DescriptorStatus identity;

    /** Whether it belongs into the array. Written by control calls. */
    volatile boolean wanted = true;

    /** Its place in the array, or 0. Only for the thread that awaits. */
    int place;

    /** Links the queue of changes. Written by whoever puts the entry in, before it is put in. */
    PollEntry next;

    private volatile boolean queued;

    PollEntry(PollMechanism owner, Watch watch, DescriptorStatus identity) {
        this.owner = owner;
        this.watch = watch;
        this.word = watch.word();
        this.fd = watch.fd();
        this.identity = identity;
    }

    /** Whether a mechanism made it. */
    boolean isOf(PollMechanism mechanism) {
        return owner == mechanism;
    }

    /** Claims the right to put the entry into the queue of changes. */
    boolean claimQueueing() {
        return !queued && QUEUED.compareAndSet(this, false, true);
    }

    /** Comes before the state is read: a change made after the reading queues the entry again. */
    void leaveQueue() {
        queued = false;
    }
}
