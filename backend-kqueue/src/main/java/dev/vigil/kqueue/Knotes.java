package dev.vigil.kqueue;

import static dev.vigil.kqueue.KeventConstants.EV_ADD;
import static dev.vigil.kqueue.KeventConstants.EV_CLEAR;
import static dev.vigil.kqueue.KeventConstants.EV_DELETE;
import static dev.vigil.kqueue.KeventConstants.EV_DISABLE;
import static dev.vigil.kqueue.KeventConstants.EV_ENABLE;

import dev.vigil.Interest;
import dev.vigil.posix.DescriptorStatus;
import dev.vigil.posix.Errno;
import dev.vigil.spi.Watch;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the kernel holds for each watch, and the changes from one interest to the next.
 *
 * <p>A watch has up to three knotes, one per filter; which, and in which mode, is kept in {@link Watch#index}: the flags of
 * each in a byte, 0 for none. It is written by control calls, which never overlap for one watch.
 *
 * <pre>
 *   READ          EVFILT_READ
 *   WRITE         EVFILT_WRITE
 *   PRIORITY      EVFILT_EXCEPT (with EV_CLEAR while it may tell of other things), and EVFILT_READ with EV_CLEAR for the
 *                 hang-up alone
 *   READ_CLOSED   EVFILT_READ with EV_CLEAR for its EV_EOF alone
 *   NONE          whatever there was, disabled
 * </pre>
 *
 * <p>The knotes of a number go when it is closed, and EV_ADD would take in whatever has the number by then. So a change that adds
 * begins with a question for a knote that is there; if that is gone, what was added is deleted again, and the watch is over. A
 * knote that EV_ONESHOT has removed answers nothing, and libkqueue does not learn of close(2): there device and inode tell.
 */
final class Knotes {
    /** In {@link Watch#index}: the file is gone from under its number, and the knotes with it. */
    private static final int GONE = -2;

    private final Kqueue queue;
    private final KqueueSystem system;
    private final Filters filters;
    private final AtomicLong controlCalls = new AtomicLong();

    Knotes(Kqueue queue, Abilities abilities) {
        this.queue = queue;
        this.system = queue.system();
        filters = new Filters(system, abilities);
    }

    long controlCalls() {
        return controlCalls.get();
    }

    void add(Watch watch) throws IOException {
        DescriptorStatus status = DescriptorStatus.of(watch.fd());
        Refusals.requireWatchable(watch, status);
        watch.index = 0;
        watch.attachment = status;
        apply(watch, null);
    }

    /** Makes the kernel hold what the watch's interest needs. If it refuses, it holds what {@code from} needs. */
    void change(Watch watch, Interest from) throws IOException {
        // While it was paused nothing was told of the number; so nothing is to be told of another file, not for a
        // moment.
        boolean first = from == Interest.NONE || answering(watch) < 0;
        if (watch.index == GONE || (first && isGone(watch))) {
            throw gone(watch);
        }
        apply(watch, from);
    }

    private static IOException gone(Watch watch) {
        return new IOException("descriptor " + watch.fd()
                + " was closed, and its number stands for another file now: register it anew");
    }

    private void apply(Watch watch, Interest from) throws IOException {
        try {
            make(watch, watch.interest());
        } catch (Throwable e) {
            undo(watch, from, e);
            throw e;
        }
    }

    private void undo(Watch watch, Interest from, Throwable failure) {
        try {
            if (from == null) {
                remove(watch);
            } else if (watch.index != GONE) {
                make(watch, from);
            }
        } catch (Throwable e) {
            // One and the same, where the virtual machine has no memory for another.
            if (e != failure) {
                failure.addSuppressed(e);
            }
        }
    }

    private void make(Watch watch, Interest interest) throws IOException {
        int had = held(watch);
        int will = 0;
        boolean adds = false;
        for (int filter = 0; filter < Filters.COUNT; filter++) {
            int want = interest == Interest.NONE ? filters.paused(had, filter) : filters.wanted(interest, filter);
            will |= want << (filter * Byte.SIZE);
            adds |= Filters.mustCome(Filters.flags(had, filter), want);
        }
        try (ChangeList changes = ChangeList.start(system.layout())) {
            boolean asks = adds && ask(changes, watch);
            for (int filter = 0; filter < Filters.COUNT; filter++) {
                if (filters.mustGo(Filters.flags(had, filter), Filters.flags(will, filter))) {
                    changes.add(watch.fd(), filters.number(filter), EV_DELETE, 0, watch.word());
                }
            }
            for (int filter = 0; filter < Filters.COUNT; filter++) {
                int want = Filters.flags(will, filter);
                if (Filters.mustCome(Filters.flags(had, filter), want)) {
                    int enable = (want & EV_DISABLE) != 0 ? 0 : EV_ENABLE;
                    changes.add(watch.fd(), filters.number(filter), want | enable, filters.notes(filter), watch.word());
                }
            }
            watch.index = had | will;
            submit(changes);
            if (asks && changes.findsNothing()) {
                leave(watch);
                throw gone(watch);
            }
            watch.index = will;
            check(watch, interest, changes);
        }
    }

    /** Takes back what was added by number, since that stands for another file. */
    private void leave(Watch watch) {
        remove(watch);
        watch.index = GONE;
    }

    /** Adds a question for a knote that is there, if any can answer: no action looks it up, and sets what it has already. */
    private boolean ask(ChangeList changes, Watch watch) {
        int filter = answering(watch);
        if (filter < 0) {
            return false;
        }
        changes.add(watch.fd(), filters.number(filter), 0, filters.notes(filter), watch.word());
        return true;
    }

    /** The filter of a knote that only close(2) removes, or -1 if there is none. */
    private int answering(Watch watch) {
        int held = held(watch);
        int filter = system.isKernel() ? Filters.COUNT - 1 : -1;
        while (filter >= 0 && !Filters.isLasting(Filters.flags(held, filter))) {
            filter--;
        }
        return filter;
    }

    /** Every change that adds must have been made; one that deletes may find nothing (ENOENT) or a closed descriptor. */
    private void check(Watch watch, Interest interest, ChangeList changes) throws IOException {
        boolean orphan = false;
        for (int i = 0; i < changes.count(); i++) {
            int errno = changes.errorOf(i);
            if (errno == 0 || !changes.adds(i)) {
                continue;
            }
            int filter = changes.filter(i);
            watch.index &= ~(0xff << (filters.index(filter) * Byte.SIZE));
            if (errno == Errno.EPIPE && filter == system.write() && interest != Interest.NONE) {
                orphan = true;
            } else if (!isOptional(interest, filter, errno)) {
                throw Refusals.of(watch, filters.name(filter), errno);
            }
        }
        if (orphan && Filters.flags(watch.index, Filters.READ) == 0) {
            watchOrphan(watch, interest);
        }
    }

    /** See note (e) of {@link KqueueMechanism}. */
    private void watchOrphan(Watch watch, Interest interest) throws IOException {
        int mode = filters.mode(interest);
        try (ChangeList changes = ChangeList.start(system.layout())) {
            changes.add(watch.fd(), system.read(), mode | EV_ENABLE, 0, watch.word());
            submit(changes);
            if (changes.errorOf(0) != 0) {
                throw Refusals.of(watch, "READ", changes.errorOf(0));
            }
        }
        watch.index |= mode << (Filters.READ * Byte.SIZE);
    }

    /**
     * A paused watch can do without its knote. Only sockets have the exceptional data that their filter tells of. Whatever else
     * is watched for it has a hang-up, of which EVFILT_READ tells. An unknown filter is EINVAL, to a pipe of DragonFly EPERM.
     */
    private boolean isOptional(Interest interest, int filter, int errno) {
        if (interest == Interest.NONE) {
            return errno == Errno.EINVAL || errno == Errno.EPIPE;
        }
        return (errno == Errno.EINVAL || errno == Errno.EPERM) && filter == system.except();
    }

    /** Deletes what there is. The descriptor may be closed, and its number in use again: then the knotes are gone. */
    void remove(Watch watch) {
        try (ChangeList changes = ChangeList.start(system.layout())) {
            int had = held(watch);
            for (int filter = 0; filter < Filters.COUNT; filter++) {
                if (Filters.flags(had, filter) != 0) {
                    changes.add(watch.fd(), filters.number(filter), EV_DELETE, 0, watch.word());
                }
            }
            watch.index = 0;
            submit(changes);
        } catch (IOException e) {
            // The queue itself is gone, and the knotes with it.
            throw new IllegalStateException("descriptor " + watch.fd() + " cannot be removed from its queue", e);
        }
    }

    /** Whether the file that was added is gone from under its number. */
    boolean isGone(Watch watch) throws IOException {
        if (watch.index == GONE) {
            return true;
        }
        try (ChangeList changes = ChangeList.start(system.layout())) {
            if (ask(changes, watch)) {
                submit(changes);
                return changes.findsNothing();
            }
        }
        return !((DescriptorStatus) watch.attachment).isOf(watch.fd());
    }

    /** Whether the end of the peer's data is watched for by edge, although it is to be told by level. */
    boolean needsLevelEnd(Watch watch) {
        return !watch.interest().isRead()
                && !watch.interest().isEdge()
                && !watch.interest().isOneShot()
                && Filters.flags(held(watch), Filters.READ) == (EV_ADD | EV_CLEAR);
    }

    /** From now on tells the end by level. Called once it has come: until then data would be told of in every wait. */
    void tellEndByLevel(Watch watch) throws IOException {
        replace(watch, Filters.READ, EV_ADD);
    }

    /** Whether urgent data is watched for in the other way than it is to be, now that there is some, or none. */
    boolean needsOtherUrgency(Watch watch, boolean urgent) {
        return system.exceptTellsOfData()
                && filters.mode(watch.interest()) == EV_ADD
                && Filters.flags(held(watch), Filters.EXCEPT) == Filters.urgency(!urgent);
    }

    /** From now on tells urgent data by level, or no other data but by edge. */
    void tellUrgency(Watch watch, boolean urgent) throws IOException {
        replace(watch, Filters.EXCEPT, Filters.urgency(urgent));
    }

    /** Makes a knote that lasts anew, in another mode. */
    private void replace(Watch watch, int filter, int mode) throws IOException {
        try (ChangeList changes = ChangeList.start(system.layout())) {
            changes.add(watch.fd(), filters.number(filter), EV_DELETE, 0, watch.word());
            changes.add(watch.fd(), filters.number(filter), mode | EV_ENABLE, filters.notes(filter), watch.word());
            submit(changes);
            if (changes.findsNothing()) {
                leave(watch);
            } else {
                watch.index = (watch.index & ~(0xff << (filter * Byte.SIZE))) | mode << (filter * Byte.SIZE);
            }
        }
    }

    private void submit(ChangeList changes) throws IOException {
        if (changes.count() > 0) {
            controlCalls.incrementAndGet();
            queue.submit(changes);
        }
    }

    private static int held(Watch watch) {
        return Math.max(watch.index, 0);
    }
}
