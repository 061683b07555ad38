package dev.vigil.poll;

import dev.vigil.Interest;
import dev.vigil.posix.ChannelDescriptors;
import dev.vigil.posix.Descriptors;
import dev.vigil.posix.Errno;
import dev.vigil.posix.Errors;
import dev.vigil.posix.PendingBytes;
import dev.vigil.posix.WakeUpDescriptor;
import dev.vigil.spi.Batch;
import dev.vigil.spi.Mechanism;
import dev.vigil.spi.Watch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;

/**
 * Waits with poll(2).
 *
 * <p>Notes about poll:
 *
 * <p>(a) The kernel keeps nothing between two calls: it goes through the whole array, and through a copy, so that a change made
 * while a thread is blocked has no effect on that call. Hence the queue of changes and one wake-up for all of them.
 *
 * <p>(b) While it has found nothing ready it links every descriptor to a wait queue, which costs ten times the look itself. A call
 * that may not block links nothing.
 *
 * <p>(c) ERR, HUP and NVAL are reported whatever the events asked for. A negative descriptor is passed over: so a watch that is
 * to be silent is stored as its complement.
 *
 * <p>(d) A descriptor that was closed reports NVAL in every call. Closing does not wake a call in progress.
 *
 * <p>(e) Regular files and directories are always ready, and are refused here as epoll refuses them. Files of the kernel that tell
 * of their changes are regular files by their mode: see {@link OpenFiles}.
 *
 * <p>(f) EAGAIN says to try again (other systems than Linux); more entries than RLIMIT_NOFILE are EINVAL.
 */
final class PollMechanism extends Mechanism {
    private static final VarHandle SIGNALLED;

    static {
        try {
            SIGNALLED = MethodHandles.lookup().findVarHandle(PollMechanism.class, "signalled", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final WakeUpDescriptor wakeUp;
    private final PollArray array = new PollArray();
    private final PollCall call;
    private final OpenFiles files;
    private final ChangeQueue changes = new ChangeQueue();

    /** Whether a thread is, or is about to be, blocked on an array that lacks later changes. */
    private volatile boolean blocking;

    /** Whether the wake-up descriptor was signalled and not yet drained. */
    private volatile boolean signalled;

    /** Where the scan begins, so that a small batch goes round. Only for the thread that awaits. */
    private int start = 1;

    PollMechanism(PollProbe probe) throws IOException {
        call = new PollCall(probe.nanoseconds());
        files = new OpenFiles(probe.pipes());
        // Last, since nobody would close it if there were no memory for the others.
        wakeUp = WakeUpDescriptor.open();
        array.begin(wakeUp.fd());
    }

    @Override
    public int descriptorOf(SelectableChannel channel) throws IOException {
        return ChannelDescriptors.of(channel);
    }

    @Override
    public void requireNonBlocking(int fd) throws IOException {
        Descriptors.requireNonBlocking(fd);
    }

    @Override
    public void add(Watch watch) throws IOException {
        if (watch.attachment instanceof PollEntry before && before.handTo(this)) {
            // It was removed and comes back: what it refers to was found out then. Its removal may still be in the
            // queue.
            before.file = files.addAgain(before.file, before.fd);
            before.wanted = true;
            changed(before);
            return;
        }
        // A registration's slot is never negative.
        boolean own = (int) watch.word() < 0;
        OpenFile file = own ? OpenFiles.addOwn(watch.fd()) : files.add(watch.fd());
        PollEntry entry = new PollEntry(this, watch, file);
        watch.attachment = entry;
        changed(entry);
    }

    @Override
    public void change(Watch watch, Interest from) throws IOException {
        if (watch.channel() != null && !watch.channel().isOpen()) {
            throw new ClosedChannelException();
        }
        // While it was paused no wait has looked at the number. In all other cases this one would cost more than it
        // tells.
        if (from == Interest.NONE && isReplaced(watch)) {
            throw new IOException("descriptor " + watch.fd()
                    + " was closed, and its number stands for another file now: register it anew");
        }
        changed((PollEntry) watch.attachment);
    }

    @Override
    public void remove(Watch watch) {
        PollEntry entry = (PollEntry) watch.attachment;
        files.remove(entry.file, entry.fd);
        entry.wanted = false;
        changed(entry);
    }

    /** Sees to it that the array is brought up to date before the next wait, and that there is a next wait soon. */
    private void changed(PollEntry entry) {
        changes.put(entry);
        if (blocking) {
            wake();
        }
    }

    /** A channel says itself that it is closed, and while it is open nobody else has its number. */
    @Override
    public long pending(Watch watch) {
        return PendingBytes.of(watch.fd());
    }

    @Override
    public boolean isReplaced(Watch watch) throws IOException {
        return watch.channel() == null
                ? files.isReplaced(((PollEntry) watch.attachment).file, watch.fd())
                : !watch.channel().isOpen();
    }

    @Override
    public void wake() {
        if (!signalled && SIGNALLED.compareAndSet(this, false, true)) {
            wakeUp.signal();
        }
    }

    @Override
    public void await(Batch batch, long nanos) throws IOException {
        if (nanos == 0) {
            applyChanges();
            poll(batch, 0);
            return;
        }
        blocking = true;
        try {
            applyChanges();
            poll(batch, nanos);
        } finally {
            blocking = false;
        }
    }

    private void poll(Batch batch, long nanos) throws IOException {
        int count = array.count();
        int ready = call.poll(array.address(), count, nanos);
        if (ready < 0) {
            int errno = Errno.last();
            if (errno != Errno.EINTR && errno != Errno.EAGAIN) { // see (f)
                throw Errors.failure("poll", errno);
            }
            batch.interrupted();
            return;
        }
        batch.scanned(count - 1);
        if (ready > 0 && array.isSeen(0)) {
            ready--;
            // In this order: who finds it signalled before the second step needs no signal, since this thread is awake
            // and looks again. The other way round a signal could be drained and yet be taken for one still to come.
            wakeUp.drain();
            signalled = false;
            batch.woken();
        }
        if (ready > 0) {
            start = array.collect(batch, ready, start);
        }
    }

    private void applyChanges() {
        PollEntry entry = changes.takeAll();
        while (entry != null) {
            PollEntry next = entry.next;
            entry.next = null;
            entry.leaveQueue();
            try {
                apply(entry);
            } catch (OutOfMemoryError e) {
                putOff(entry, next);
                throw e;
            }
            entry.applied();
            entry = next;
        }
    }

    /** Leaves changes to the next wait: one that could not be made, and those taken with it. */
    private void putOff(PollEntry failed, PollEntry rest) {
        PollEntry entry = failed;
        PollEntry next = rest;
        while (true) {
            changes.put(entry);
            entry.applied();
            if (next == null) {
                return;
            }
            entry = next;
            next = entry.next;
            entry.leaveQueue();
        }
    }

    private void apply(PollEntry entry) {
        if (!entry.wanted) {
            if (entry.place > 0) {
                array.remove(entry);
            }
            return;
        }
        if (entry.place == 0) {
            array.append(entry);
        }
        if (entry.watch.isLive()) {
            array.watch(entry, entry.watch.interest());
        } else {
            array.pause(entry);
        }
    }

    /** No system call changes the array. */
    @Override
    public long controlCalls() {
        return 0;
    }

    @Override
    public void close() {
        try {
            wakeUp.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            files.close();
        }
    }
}
