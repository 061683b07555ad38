package dev.vigil.epoll;

import dev.vigil.Interest;
import dev.vigil.posix.ChannelDescriptors;
import dev.vigil.posix.Descriptors;
import dev.vigil.posix.Errno;
import dev.vigil.posix.Errors;
import dev.vigil.posix.PendingBytes;
import dev.vigil.posix.WakeUpDescriptor;
import dev.vigil.spi.Batch;
import dev.vigil.spi.Mechanism;
import dev.vigil.spi.Registrations;
import dev.vigil.spi.Timeouts;
import dev.vigil.spi.Watch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;

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
 * edge-triggered and never read. One edge wakes one waiter. A pipe, where there is no eventfd, has to be drained: a write to
 * a full one is an edge on some kernels only.
 *
 * <p>(f) Closing the epoll descriptor does not wake its waiters; nor does dup3(2) onto its number, which makes the number
 * stand for a new set in one step while waiters keep the old one alive until they leave. Then the kernel takes the old one out
 * of every set that it is in.
 *
 * <p>(g) EPERM means a file without poll support: regular files, directories, /dev/null. They are always ready.
 *
 * <p>(h) When more are ready than fit, the kernel moves those it reported to the tail of its ready list, so that a small batch
 * goes round by itself. ADD and MOD of a ready descriptor wake a blocked waiter at once.
 *
 * <p>(i) A set in a set is looked into whenever the outer one is looked at, 5 deep at most (ELOOP). An edge that nobody has
 * fetched, of the wake-up descriptor for instance, makes its set readable.
 *
 * <p>(j) MOD of a number that was closed says EBADF, or ENOENT if the number stands for a file that is not in the set. If it stands for
 * one that is, it changes that one: so no change that waits may outlive its registration.
 */
final class EpollMechanism extends Mechanism {
    /** Generation 0, which no registration has, of a slot that all have room for: what the kernel says under this word is stale. */
    private static final long NOBODYS_WORD = 0;

    /** In {@link Watch#index} of a watch that was to be taken out and put in again, and the latter was refused. */
    private static final int LEFT_OUT = -2;

    /** Otherwise; but its place among the changes that wait, if it is there. */
    static final int LEFT_IN = -1;

    private final LibEpoll.Functions library;
    private final ControlCalls calls;
    private final PendingChanges pending;
    private final WakeUpDescriptor wakeUp;
    private final boolean nanoseconds;

    /** The set. What its number stands for is replaced by a rebuild. */
    private final int epfd;

    /**
     * A set that holds nothing but the other one, for whoever watches this source: it is never replaced. -1 until somebody asks
     * for it. Guarded by all control locks.
     */
    private int facade = -1;

    /** Written while all control calls are held off; read by waiters. */
    private final AtomicInteger rebuilds = new AtomicInteger();

    /**
     * Opens a set with its wake-up descriptor in it.
     *
     * @param nanoseconds whether epoll_pwait2 works here
     */
    EpollMechanism(boolean nanoseconds) throws IOException {
        this(nanoseconds, LibEpoll.C, WakeUpDescriptor.open(), ControlRing.Maker.NONE);
    }

    /**
     * With other functions for all but the waits, a wake-up descriptor of either kind, which belongs to the mechanism, and what takes
     * many changes in at once.
     */
    EpollMechanism(boolean nanoseconds, LibEpoll.Functions library, WakeUpDescriptor wakeUp, ControlRing.Maker rings)
            throws IOException {
        this.nanoseconds = nanoseconds;
        this.library = library;
        this.wakeUp = wakeUp;
        int set = -1;
        try {
            calls = new ControlCalls(library);
            set = LibEpoll.create(library);
            addWakeUp(set);
            pending = new PendingChanges(set, calls, rings);
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
        ControlCalls.check("ADD", wakeUp.fd(), calls.addOwn(set, wakeUp.fd(), mask, Registrations.RESERVED_WORD));
    }

    /** The second one is another waiter's: nothing waits any more by the time that it does. */
    @Override
    public Batch newBatch(int limit) {
        pending.waiterComes();
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
        Refusals.check(watch, calls.add(epfd, watch.fd(), EpollFlags.mask(watch), watch.word()));
        watch.index = LEFT_IN;
    }

    /** Asks by an ADD of what is there already: the kernel looks at the flags first, see (c). */
    @Override
    public void requireTakes(Watch watch, Interest next) throws IOException {
        if (!next.isExclusive() || watch.interest().isExclusive()) {
            return;
        }
        int errno = calls.add(epfd, watch.fd(), EpollConstants.EPOLLEXCLUSIVE, NOBODYS_WORD);
        if (errno == 0) {
            calls.remove(epfd, watch.fd());
        } else if (errno == Errno.EINVAL) {
            if (watch.channel() != null && !watch.channel().isOpen()) {
                // It is another file that the number stands for, and none of the user's business here.
                throw new ClosedChannelException();
            }
            throw new IllegalArgumentException(
                    "descriptor " + watch.fd() + " cannot be watched exclusively: it is an epoll set itself");
        }
    }

    @Override
    public void change(Watch watch, Interest from) throws IOException {
        if (pending.takes(watch, from)) {
            return;
        }
        if (watch.index == LEFT_OUT) {
            takeIn(watch);
        } else if (from.isExclusive() || watch.interest().isExclusive()) { // see (c)
            takeOutAndIn(watch);
        } else {
            int errno = calls.modify(epfd, watch.fd(), EpollFlags.mask(watch), watch.word());
            ControlCalls.check("MOD", watch.fd(), errno);
        }
    }

    @Override
    public void rotate(Watch watch) throws IOException {
        if (watch.index == LEFT_OUT) {
            takeIn(watch);
        } else {
            takeOutAndIn(watch);
        }
    }

    /** Fails if the descriptor was closed before: then ADD could take in another file of its number. */
    private void takeOutAndIn(Watch watch) throws IOException {
        ControlCalls.check("DEL", watch.fd(), calls.remove(epfd, watch.fd()));
        watch.index = LEFT_OUT;
        takeIn(watch);
    }

    private void takeIn(Watch watch) throws IOException {
        add(watch);
        if (watch.channel() != null && !watch.channel().isOpen()) {
            // Closed since it was taken out, so that the number may be another file's by now.
            remove(watch);
            watch.index = LEFT_OUT;
            throw new ClosedChannelException();
        }
    }

    @Override
    public void remove(Watch watch) {
        pending.withdraw(watch);
        // EBADF, ENOENT and EPERM say that the descriptor was closed before, see (a).
        calls.remove(epfd, watch.fd());
    }

    @Override
    public void turnBegins() {
        pending.turnBegins();
    }

    @Override
    public void turnEnds() throws IOException {
        pending.turnEnds();
    }

    @Override
    public long pending(Watch watch) {
        return PendingBytes.of(watch.fd());
    }

    @Override
    public boolean isReplaced(Watch watch) throws IOException {
        if (watch.index == LEFT_OUT) {
            // The set does not hold its file, so there is nothing to compare with.
            return watch.channel() != null && !watch.channel().isOpen();
        }
        int errno = lookUp(watch);
        if (errno == Errno.EBADF) {
            ControlCalls.check("ADD", watch.fd(), errno);
        }
        return errno != Errno.EEXIST;
    }

    /** Asks whether the set holds the file that a number stands for now: EEXIST if so. */
    private int lookUp(Watch watch) {
        // Another file may be hung up, which the watch must not hear of.
        int errno = calls.add(epfd, watch.fd(), EpollFlags.PARKED, NOBODYS_WORD);
        if (errno == 0) {
            calls.remove(epfd, watch.fd());
        }
        return errno;
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
        if (batch.isWoken()) {
            wokenUp(waiter);
        }
    }

    private int call(EpollBatch waiter, long nanos) {
        if (nanos > 0 && nanoseconds) {
            return LibEpoll.C.epoll_pwait2(epfd, waiter.address, waiter.limit(), waiter.timespec(nanos), 0);
        }
        return LibEpoll.C.epoll_wait(epfd, waiter.address, waiter.limit(), Timeouts.ceilMillis(nanos));
    }

    /** Signals that are drained here unseen were made before this thread looks at what it was woken for. */
    private void wokenUp(EpollBatch waiter) {
        if (wakeUp.fillsUp()) {
            wakeUp.drain();
        }
        if (waiter.rebuildsSeen != rebuilds.get()) {
            // Others may still wait on the set before the rebuild: see (e), (f).
            waiter.rebuildsSeen = rebuilds.get();
            wakeUp.signal();
        }
    }

    @Override
    public void wake() {
        wakeUp.signal();
    }

    /**
     * The facade takes in the new set before the number is made to stand for it, so that whatever is refused leaves all as it was.
     * It holds the new one by a number that is closed then: the entry lives as long as the set, as that of the old one does.
     */
    @Override
    public boolean rebuild(Iterable<Watch> watches) throws IOException {
        pending.flush();
        int set = LibEpoll.create(library);
        try {
            addWakeUp(set);
            for (Watch watch : watches) {
                addAgain(set, watch);
            }
            if (facade >= 0) {
                addToFacade(facade, set);
            }
            LibEpoll.replace(library, set, epfd);
        } finally {
            Descriptors.close(set);
        }
        rebuilds.incrementAndGet();
        wakeUp.signal();
        return true;
    }

    /**
     * A descriptor that was closed without being cancelled is in the old set only as a ghost, or not at all, and its number may
     * stand for another file: that one is taken out again before anybody waits on the new set.
     */
    private void addAgain(int set, Watch watch) throws IOException {
        int errno = calls.add(set, watch.fd(), EpollFlags.mask(watch), watch.word());
        boolean held = lookUp(watch) == Errno.EEXIST;
        if (errno == 0 && !held) {
            calls.remove(set, watch.fd());
        } else if (held) {
            ControlCalls.check("ADD", watch.fd(), errno);
        }
    }

    private void addToFacade(int outer, int set) throws IOException {
        Refusals.checkFacade(set, calls.addOwn(outer, set, EpollConstants.EPOLLIN, 0));
    }

    @Override
    public OptionalInt fd() {
        return OptionalInt.of(epfd);
    }

    @Override
    public OptionalInt facade() throws IOException {
        if (facade < 0) {
            pending.endForGood();
            int outer = LibEpoll.create(library);
            try {
                addToFacade(outer, epfd);
            } catch (Throwable e) {
                Descriptors.close(outer);
                throw e;
            }
            facade = outer;
        }
        return OptionalInt.of(facade);
    }

    @Override
    public long controlCalls() {
        return calls.count();
    }

    @Override
    public Map<String, Long> gauges() {
        return pending.gauges();
    }

    @Override
    public void close() {
        pending.close();
        try (wakeUp) {
            if (facade >= 0) {
                Descriptors.close(facade);
            }
            Descriptors.close(epfd);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
