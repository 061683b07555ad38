package dev.vigil.epoll;

import dev.vigil.Interest;
import dev.vigil.posix.ChannelDescriptors;
import dev.vigil.posix.Descriptors;
import dev.vigil.posix.Errno;
import dev.vigil.posix.ErrnoException;
import dev.vigil.posix.Errors;
import dev.vigil.posix.NativeMemory;
import dev.vigil.posix.WakeUpDescriptor;
import dev.vigil.spi.Batch;
import dev.vigil.spi.Mechanism;
import dev.vigil.spi.Registrations;
import dev.vigil.spi.Timeouts;
import dev.vigil.spi.Watch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectableChannel;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Waits with epoll(7).
 *
 * <p>Notes about epoll:
 *
 * <p>(a) The kernel's entry is keyed by descriptor number and open file. Closing the last descriptor of a file removes the
 * entry without a word. With a duplicate alive (dup, fork, SCM_RIGHTS) the entry stays, goes on reporting, and cannot be
 * removed: DEL of the closed number is EBADF, or ENOENT once the number stands for another file. Hence the word with slot and
 * generation, and the rebuild.
 *
 * <p>(b) ERR and HUP are reported whatever the mask, also for an empty one; only a one-shot entry that has fired is silent.
 *
 * <p>(c) An EPOLLEXCLUSIVE entry takes IN, OUT, ET and no other flag, and no MOD (EINVAL): it changes by DEL and ADD. ADD looks
 * at the state, so nothing between the two is lost. It also appends the waiter to the wait queue of the descriptor, whose head
 * is woken first: that is all that rotation is.
 *
 * <p>(d) MOD re-arms and looks at the state, in every mode. A level entry is looked at by each wait anyway.
 *
 * <p>(e) Every write to an eventfd is a new edge, whether or not the counter was read, so the wake-up descriptor is
 * edge-triggered and never read. One edge wakes one waiter.
 *
 * <p>(f) Closing the epoll descriptor does not wake its waiters; nor does dup3(2) onto its number, which makes the number
 * stand for a new set in one step while waiters keep the old one alive until they leave.
 *
 * <p>(g) EPERM means a file without poll support: regular files, directories, /dev/null. They are always ready.
 *
 * <p>(h) When more are ready than fit, the kernel moves those it reported to the tail of its ready list, so that a small batch
 * goes round by itself. ADD and MOD of a ready descriptor wake a blocked waiter at once.
 */
final class EpollMechanism extends Mechanism {
    private static final ThreadLocal<NativeMemory> CONTROL_EVENT =
            ThreadLocal.withInitial(() -> NativeMemory.allocate(EpollConstants.EVENT_SIZE));

    /** Generation 0, which no registration has: what the kernel says under this word is stale. */
    private static final long NOBODYS_WORD = Integer.MAX_VALUE;

    private final int epfd;
    private final WakeUpDescriptor wakeUp;
    private final boolean nanoseconds;
    private final LongAdder controlCalls = new LongAdder();

    /** Written while all control calls are held off; read by waiters. */
    private final AtomicInteger rebuilds = new AtomicInteger();

    /**
     * Opens a set with its wake-up descriptor in it.
     *
     * @param nanoseconds whether epoll_pwait2 works here
     */
    EpollMechanism(boolean nanoseconds) throws IOException {
        this.nanoseconds = nanoseconds;
        wakeUp = WakeUpDescriptor.open();
        int set = -1;
        try {
            set = LibEpoll.create();
            addWakeUp(set);
        } catch (Throwable e) {
            if (set >= 0) {
                Descriptors.close(set);
            }
            wakeUp.close();
            throw e;
        }
        epfd = set;
    }

    private void addWakeUp(int set) throws IOException {
        int mask = EpollConstants.EPOLLIN | EpollConstants.EPOLLET;
        LibEpoll.control(
                set, EpollConstants.EPOLL_CTL_ADD, wakeUp.fd(), controlEvent(mask, Registrations.RESERVED_WORD));
    }

    @Override
    public Batch newBatch(int limit) {
        return new EpollBatch(limit);
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
        add(epfd, watch);
    }

    private void add(int set, Watch watch) throws IOException {
        try {
            control(set, EpollConstants.EPOLL_CTL_ADD, watch, EpollFlags.mask(watch));
        } catch (ErrnoException e) {
            throw explained(watch, e);
        }
    }

    /** The caller's mistakes become IllegalArgumentException; the system's troubles stay what they are. */
    private static IOException explained(Watch watch, ErrnoException e) {
        int errno = e.errno();
        if (errno == Errno.EPERM) {
            throw new IllegalArgumentException(
                    "descriptor " + watch.fd() + " is of a kind that epoll cannot watch, since it is always ready: a"
                            + " regular file, a directory, or a device such as /dev/null; read and write it directly",
                    e);
        }
        if (errno == Errno.EINVAL && watch.interest().isExclusive()) {
            throw new IllegalArgumentException(
                    "descriptor " + watch.fd() + " cannot be watched exclusively: it is an epoll set itself", e);
        }
        if (errno == Errno.ELOOP) {
            throw new IllegalArgumentException(
                    "descriptor " + watch.fd()
                            + " is an epoll set that watches this one, or is nested more than 5 deep",
                    e);
        }
        return e;
    }

    @Override
    public void change(Watch watch, Interest from) throws IOException {
        if (from.isExclusive() || watch.interest().isExclusive()) { // see (c)
            takeOut(watch);
            try {
                add(watch);
            } catch (Throwable e) {
                addBack(watch, from, e);
                throw e;
            }
        } else {
            control(epfd, EpollConstants.EPOLL_CTL_MOD, watch, EpollFlags.mask(watch));
        }
    }

    /** A change that is refused leaves the registration as it was. */
    private void addBack(Watch watch, Interest from, Throwable refusal) {
        watch.interest(from);
        try {
            add(watch);
        } catch (IOException | RuntimeException e) {
            refusal.addSuppressed(e);
        }
    }

    @Override
    public void rotate(Watch watch) throws IOException {
        takeOut(watch);
        add(watch);
    }

    /** Fails if the descriptor was closed before: then ADD could take in another file of its number. */
    private void takeOut(Watch watch) throws IOException {
        control(epfd, EpollConstants.EPOLL_CTL_DEL, watch, 0);
    }

    @Override
    public void remove(Watch watch) {
        controlCalls.increment();
        // EBADF, ENOENT and EPERM say that the descriptor was closed before, see (a).
        LibEpoll.C.epoll_ctl(epfd, EpollConstants.EPOLL_CTL_DEL, watch.fd(), 0);
    }

    @Override
    public boolean isReplaced(Watch watch) throws IOException {
        try {
            // The other file may be hung up, which the watch must not hear of.
            control(epfd, EpollConstants.EPOLL_CTL_ADD, watch.fd(), EpollFlags.PARKED, NOBODYS_WORD);
        } catch (ErrnoException e) {
            if (e.errno() == Errno.EEXIST) {
                return false;
            }
            if (e.errno() == Errno.EPERM) {
                return true;
            }
            throw e;
        }
        remove(watch);
        return true;
    }

    private void control(int set, int operation, Watch watch, int mask) throws IOException {
        control(set, operation, watch.fd(), mask, watch.word());
    }

    private void control(int set, int operation, int fd, int mask, long word) throws IOException {
        controlCalls.increment();
        LibEpoll.control(set, operation, fd, controlEvent(mask, word));
    }

    private static long controlEvent(int mask, long word) {
        NativeMemory event = CONTROL_EVENT.get();
        event.buffer().putInt(0, mask).putLong(EpollConstants.EVENT_DATA, word);
        return event.address();
    }

    @Override
    public void await(Batch batch, long nanos) throws IOException {
        EpollBatch waiter = (EpollBatch) batch;
        int count = call(waiter, nanos);
        if (count < 0) {
            int errno = Errno.last();
            if (errno != Errno.EINTR) {
                throw Errors.failure("epoll_wait", epfd, errno);
            }
            batch.interrupted();
            return;
        }
        waiter.decode(count);
        if (batch.isWoken() && waiter.rebuildsSeen != rebuilds.get()) {
            // Others may still wait on the set before the rebuild: see (e), (f).
            waiter.rebuildsSeen = rebuilds.get();
            wakeUp.signal();
        }
    }

    private int call(EpollBatch waiter, long nanos) {
        if (nanos > 0 && nanoseconds) {
            return LibEpoll.C.epoll_pwait2(epfd, waiter.address, waiter.limit(), waiter.timespec(nanos), 0);
        }
        return LibEpoll.C.epoll_wait(epfd, waiter.address, waiter.limit(), Timeouts.ceilMillis(nanos));
    }

    @Override
    public void wake() {
        wakeUp.signal();
    }

    @Override
    public boolean rebuild(Iterable<Watch> watches) throws IOException {
        int set = LibEpoll.create();
        try {
            addWakeUp(set);
            for (Watch watch : watches) {
                addAgain(set, watch);
            }
            LibEpoll.replace(set, epfd);
        } finally {
            Descriptors.close(set);
        }
        rebuilds.incrementAndGet();
        wakeUp.signal();
        return true;
    }

    /**
     * A descriptor that was closed without being cancelled was in the old set only as a ghost, or not at all, and its number
     * may stand for another file.
     */
    private void addAgain(int set, Watch watch) throws IOException {
        try {
            if (!isReplaced(watch)) {
                control(set, EpollConstants.EPOLL_CTL_ADD, watch, EpollFlags.mask(watch));
            }
        } catch (ErrnoException e) {
            if (e.errno() != Errno.EBADF && e.errno() != Errno.EPERM) {
                throw e;
            }
        }
    }

    @Override
    public OptionalInt fd() {
        return OptionalInt.of(epfd);
    }

    @Override
    public long controlCalls() {
        return controlCalls.sum();
    }

    @Override
    public void close() {
        try (wakeUp) {
            Descriptors.close(epfd);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
