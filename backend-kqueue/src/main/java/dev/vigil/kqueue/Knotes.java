package dev.vigil.kqueue;

import static dev.vigil.kqueue.KeventConstants.EV_ADD;
import static dev.vigil.kqueue.KeventConstants.EV_CLEAR;
import static dev.vigil.kqueue.KeventConstants.EV_DELETE;
import static dev.vigil.kqueue.KeventConstants.EV_DISABLE;
import static dev.vigil.kqueue.KeventConstants.EV_DISPATCH;
import static dev.vigil.kqueue.KeventConstants.EV_ENABLE;
import static dev.vigil.kqueue.KeventConstants.EV_ONESHOT;

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
 */
final class Knotes {
    private static final int READ = 0;
    private static final int WRITE = 1;
    private static final int EXCEPT = 2;
    private static final int FILTERS = 3;

    private static final int MODE = EV_CLEAR | EV_DISPATCH | EV_ONESHOT;

    private final Kqueue queue;
    private final KqueueSystem system;
    private final Abilities abilities;
    private final AtomicLong controlCalls = new AtomicLong();

    Knotes(Kqueue queue, Abilities abilities) {
        this.queue = queue;
        this.system = queue.system();
        this.abilities = abilities;
    }

    long controlCalls() {
        return controlCalls.get();
    }

    void add(Watch watch) throws IOException {
        DescriptorStatus status = DescriptorStatus.of(watch.fd());
        Refusals.requireWatchable(watch, status);
        apply(watch, null);
        if (!system.isKernel()) {
            watch.attachment = status;
        }
    }

    /** Makes the kernel hold what the watch's interest needs. If it refuses, it holds what {@code from} needs, or nothing. */
    void apply(Watch watch, Interest from) throws IOException {
        try {
            make(watch, watch.interest());
        } catch (IOException | RuntimeException e) {
            undo(watch, from, e);
            throw e;
        }
    }

    private void undo(Watch watch, Interest from, Exception failure) {
        try {
            if (from == null) {
                remove(watch);
            } else {
                make(watch, from);
            }
        } catch (IOException | RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private void make(Watch watch, Interest interest) throws IOException {
        ChangeList changes = ChangeList.start(system.layout());
        int had = held(watch);
        int will = 0;
        for (int filter = 0; filter < FILTERS; filter++) {
            int want = interest == Interest.NONE ? paused(had, filter) : wanted(interest, filter);
            will |= want << (filter * Byte.SIZE);
            if (mustGo(flags(had, filter), want)) {
                changes.add(watch.fd(), number(filter), EV_DELETE, 0, watch.word());
            }
        }
        for (int filter = 0; filter < FILTERS; filter++) {
            int want = flags(will, filter);
            if (want != 0 && !stands(flags(had, filter), want)) {
                int enable = (want & EV_DISABLE) != 0 ? 0 : EV_ENABLE;
                changes.add(watch.fd(), number(filter), want | enable, notes(filter), watch.word());
            }
        }
        watch.index = had | will;
        submit(changes);
        watch.index = will;
        check(watch, interest, changes);
    }

    /** A knote keeps the mode it was made with, whatever EV_ADD says later. */
    private boolean mustGo(int have, int want) {
        return have != 0 && !stands(have, want) && (want == 0 || (have & MODE) != (want & MODE) || !system.isKernel());
    }

    /** Whether a knote is as it should be, and reports by level: then each wait looks again, and nothing has to be changed. */
    private static boolean stands(int have, int want) {
        return have == want && (want & MODE) == 0;
    }

    /** Every change that adds must have been made; one that deletes may find nothing (ENOENT) or a closed descriptor. */
    private void check(Watch watch, Interest interest, ChangeList changes) throws IOException {
        boolean orphan = false;
        for (int i = 0; i < changes.count(); i++) {
            int errno = changes.errorOf(i);
            if (errno == 0 || changes.deletes(i)) {
                continue;
            }
            int filter = changes.filter(i);
            watch.index &= ~(0xff << (index(filter) * Byte.SIZE));
            if (errno == Errno.EPIPE && filter == system.write() && interest != Interest.NONE) {
                orphan = true;
            } else if (!isOptional(interest, filter, errno)) {
                throw Refusals.of(watch, name(filter), errno);
            }
        }
        if (orphan && flags(watch.index, READ) == 0) {
            watchOrphan(watch, interest);
        }
    }

    /** See note (e) of {@link KqueueMechanism}. */
    private void watchOrphan(Watch watch, Interest interest) throws IOException {
        int mode = mode(interest);
        ChangeList changes = ChangeList.start(system.layout());
        changes.add(watch.fd(), system.read(), mode | EV_ENABLE, 0, watch.word());
        submit(changes);
        if (changes.errorOf(0) != 0) {
            throw Refusals.of(watch, "READ", changes.errorOf(0));
        }
        watch.index |= mode << (READ * Byte.SIZE);
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
        ChangeList changes = ChangeList.start(system.layout());
        int had = held(watch);
        for (int filter = 0; filter < FILTERS; filter++) {
            if (flags(had, filter) != 0) {
                changes.add(watch.fd(), number(filter), EV_DELETE, 0, watch.word());
            }
        }
        watch.index = 0;
        try {
            submit(changes);
        } catch (IOException e) {
            // The queue itself is gone, and the knotes with it.
            throw new IllegalStateException("descriptor " + watch.fd() + " cannot be removed from its queue", e);
        }
    }

    /** Whether the knote that was made is no longer there although the number is in use: another file has it now. */
    boolean isGone(Watch watch) throws IOException {
        if (!system.isKernel()) {
            return !DescriptorStatus.of(watch.fd()).equals(watch.attachment);
        }
        int held = held(watch);
        for (int filter = 0; filter < FILTERS; filter++) {
            int flags = flags(held, filter);
            // One that EV_ONESHOT has removed proves nothing.
            if (flags != 0 && (flags & EV_ONESHOT) == 0) {
                ChangeList changes = ChangeList.start(system.layout());
                // No action: looks the knote up, and sets what it has already.
                changes.add(watch.fd(), number(filter), 0, notes(filter), watch.word());
                submit(changes);
                return changes.errorOf(0) == Errno.ENOENT || changes.errorOf(0) == Errno.EBADF;
            }
        }
        return false;
    }

    /** Whether the end of the peer's data is watched for by edge, although it is to be told by level. */
    boolean needsLevelEnd(Watch watch) {
        return !watch.interest().isRead()
                && !watch.interest().isEdge()
                && !watch.interest().isOneShot()
                && flags(held(watch), READ) == (EV_ADD | EV_CLEAR);
    }

    /** From now on tells the end by level. Called once it has come: until then data would be told of in every wait. */
    void tellEndByLevel(Watch watch) throws IOException {
        ChangeList changes = ChangeList.start(system.layout());
        changes.add(watch.fd(), system.read(), EV_DELETE, 0, watch.word());
        changes.add(watch.fd(), system.read(), EV_ADD | EV_ENABLE, 0, watch.word());
        submit(changes);
        watch.index = (watch.index & ~0xff) | EV_ADD;
    }

    /** Whether urgent data is watched for in the other way than it is to be, now that there is some, or none. */
    boolean needsOtherUrgency(Watch watch, boolean urgent) {
        return system.exceptTellsOfData()
                && mode(watch.interest()) == EV_ADD
                && flags(held(watch), EXCEPT) == urgency(!urgent);
    }

    /** From now on tells urgent data by level, or no other data but by edge. */
    void tellUrgency(Watch watch, boolean urgent) throws IOException {
        ChangeList changes = ChangeList.start(system.layout());
        changes.add(watch.fd(), system.except(), EV_DELETE, 0, watch.word());
        changes.add(watch.fd(), system.except(), urgency(urgent) | EV_ENABLE, notes(EXCEPT), watch.word());
        submit(changes);
        watch.index = (watch.index & ~(0xff << (EXCEPT * Byte.SIZE))) | urgency(urgent) << (EXCEPT * Byte.SIZE);
    }

    private static int urgency(boolean urgent) {
        return urgent ? EV_ADD : EV_ADD | EV_CLEAR;
    }

    private void submit(ChangeList changes) throws IOException {
        if (changes.count() > 0) {
            controlCalls.incrementAndGet();
            queue.submit(changes);
        }
    }

    private int wanted(Interest interest, int filter) {
        return switch (filter) {
            case READ -> {
                if (interest.isRead()) {
                    yield mode(interest);
                }
                yield interest.isReadClosed() || interest.isPriority() ? EV_ADD | EV_CLEAR : 0;
            }
            case WRITE -> interest.isWrite() ? mode(interest) : 0;
            default -> interest.isPriority() ? exceptMode(interest) : 0;
        };
    }

    /** By edge where it tells of any data: by level it would do so in every wait, and one-shot would be spent on it. */
    private int exceptMode(Interest interest) {
        return system.exceptTellsOfData() ? urgency(false) : mode(interest);
    }

    private int mode(Interest interest) {
        if (interest.isOneShot()) {
            // Fires once whatever else is said; the look that rearms it is an EV_ADD.
            return EV_ADD | (abilities.dispatch() ? EV_DISPATCH : EV_ONESHOT);
        }
        return interest.isEdge() ? EV_ADD | EV_CLEAR : EV_ADD;
    }

    /** Disabled, so that {@link #isGone} has something to look for; a watch that has nothing gets READ. */
    private int paused(int had, int filter) {
        if (!system.isKernel()) {
            return 0;
        }
        int have = flags(had, filter);
        if (have == 0) {
            return had == 0 && filter == READ ? EV_ADD | EV_DISABLE : 0;
        }
        return have | EV_DISABLE;
    }

    private int number(int filter) {
        return switch (filter) {
            case READ -> system.read();
            case WRITE -> system.write();
            default -> system.except();
        };
    }

    private int index(int number) {
        return number == system.read() ? READ : number == system.write() ? WRITE : EXCEPT;
    }

    private String name(int number) {
        return number == system.read() ? "READ" : number == system.write() ? "WRITE" : "PRIORITY";
    }

    private int notes(int filter) {
        return filter == EXCEPT ? system.outOfBand() : 0;
    }

    private static int held(Watch watch) {
        return Math.max(watch.index, 0);
    }

    private static int flags(int held, int filter) {
        return held >>> (filter * Byte.SIZE) & 0xff;
    }
}
