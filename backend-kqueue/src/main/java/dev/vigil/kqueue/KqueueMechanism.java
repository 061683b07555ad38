package dev.vigil.kqueue;

import static dev.vigil.kqueue.KeventConstants.EV_EOF;

import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.posix.ChannelDescriptors;
import dev.vigil.posix.Descriptors;
import dev.vigil.posix.Errno;
import dev.vigil.posix.Errors;
import dev.vigil.posix.PendingBytes;
import dev.vigil.spi.Batch;
import dev.vigil.spi.Mechanism;
import dev.vigil.spi.Registrations;
import dev.vigil.spi.Watch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.util.OptionalInt;

/**
 * Waits with kevent(2).
 *
 * <p>Notes about kqueue:
 *
 * <ul>
 *   <li>(a) READ and WRITE of one descriptor are two knotes and two events. They are merged by the word, which is in udata of
 *       both; the number of the descriptor is not looked at.
 *   <li>(b) A kevent() that answers changes with receipts fetches no events. So changes are made by calls of their own, when
 *       they are asked for, and take effect while others wait; a poll is one call without changes.
 *   <li>(c) A knote keeps the mode (EV_CLEAR, EV_DISPATCH, EV_ONESHOT) it was made with; another mode takes EV_DELETE and
 *       EV_ADD. EV_ADD always looks again; whether EV_ENABLE does differs between systems, so both are given together.
 *   <li>(d) EV_DISPATCH and EV_ONESHOT silence one filter. The other one can fire once more, which also silences it; the
 *       source drops that event, since the watch is not armed.
 *   <li>(e) FreeBSD, OpenBSD and NetBSD refuse EVFILT_WRITE on a pipe that nobody reads any more (EPIPE), where other systems
 *       report EV_EOF. Their pipes go both ways, so EVFILT_READ of the same end reports the EV_EOF that is owed.
 *   <li>(f) EV_EOF on one filter does not tell whether the other direction has ended: see {@link OtherDirection}.
 *   <li>(g) close(2) removes the knotes of a number, also while a duplicate lives: no ghosts, nothing to rebuild. Events that
 *       were fetched by then are told by the generation in their word.
 *   <li>(h) A pending error without EV_EOF (a datagram socket that heard of a closed port) makes both filters fire, and
 *       nothing in the event says so: readable and writable is all that is reported.
 *   <li>(i) A stream socket that was never connected is silent, where poll(2) and epoll call it hung up.
 *   <li>(j) On macOS EVFILT_EXCEPT fires for ordinary data and the end too; that there is urgent data is said by NOTE_OOB in
 *       fflags, where with EV_EOF an errno stands. So it is watched by edge until there is some, and again when it was read.
 * </ul>
 */
final class KqueueMechanism extends Mechanism {
    /** EV_EOF of EVFILT_READ, beside the bits of {@link Readiness}. */
    private static final int READ_ENDED = 1 << 8;

    /** EV_EOF of EVFILT_WRITE. */
    private static final int WRITE_ENDED = 1 << 9;

    /** EVFILT_EXCEPT fired. */
    private static final int EXCEPTION = 1 << 10;

    private static final int ENDED = READ_ENDED | WRITE_ENDED;

    private final Kqueue queue;
    private final KqueueLibrary library;
    private final KqueueSystem system;
    private final KeventLayout layout;
    private final OtherDirection other;
    private final KqueueWakeUp wakeUp;
    private final Knotes knotes;
    private final Registrations registrations;

    private KqueueMechanism(
            Kqueue queue, OtherDirection other, KqueueWakeUp wakeUp, Knotes knotes, Registrations registrations) {
        this.queue = queue;
        this.library = queue.library();
        this.system = queue.system();
        this.layout = system.layout();
        this.other = other;
        this.wakeUp = wakeUp;
        this.knotes = knotes;
        this.registrations = registrations;
    }

    static KqueueMechanism open(
            KqueueLibrary library, KqueueSystem system, Abilities abilities, Registrations registrations)
            throws IOException {
        Kqueue queue = Kqueue.open(library, system);
        OtherDirection other = null;
        KqueueWakeUp wakeUp = null;
        try {
            other = OtherDirection.open(library, system);
            wakeUp = KqueueWakeUp.open(queue, abilities);
            return new KqueueMechanism(queue, other, wakeUp, new Knotes(queue, abilities), registrations);
        } catch (Throwable e) {
            queue.close();
            if (other != null) {
                other.close();
            }
            if (wakeUp != null) {
                wakeUp.close();
            }
            throw e;
        }
    }

    @Override
    public Batch newBatch(int limit) {
        return new KqueueBatch(limit, layout);
    }

    @Override
    public int descriptorOf(SelectableChannel channel) throws IOException {
        return ChannelDescriptors.of(channel);
    }

    @Override
    public void requireNonBlocking(int fd) throws IOException {
        if (!Descriptors.isNonBlocking(fd)) {
            throw new IllegalArgumentException("descriptor " + fd
                    + " is blocking: a write larger than the room in its buffer would stop the thread that polls;"
                    + " make it non-blocking (O_NONBLOCK; Descriptors.setNonBlocking) first");
        }
    }

    @Override
    public void add(Watch watch) throws IOException {
        knotes.add(watch);
    }

    @Override
    public void change(Watch watch, Interest from) throws IOException {
        if (watch.channel() != null && !watch.channel().isOpen()) {
            throw new ClosedChannelException();
        }
        knotes.change(watch, from);
    }

    @Override
    public void remove(Watch watch) {
        knotes.remove(watch);
    }

    @Override
    public long pending(Watch watch) {
        return PendingBytes.of(watch.fd());
    }

    @Override
    public boolean isReplaced(Watch watch) throws IOException {
        return watch.channel() == null ? knotes.isGone(watch) : !watch.channel().isOpen();
    }

    @Override
    public void await(Batch into, long nanos) throws IOException {
        KqueueBatch batch = (KqueueBatch) into;
        int events = library.kevent(queue.fd(), null, 0, batch.address(), batch.limit(), batch.timeout(nanos));
        if (events < 0) {
            int errno = Errno.last();
            if (errno == Errno.EINTR) {
                batch.interrupted();
                return;
            }
            throw Errors.failure("kevent", queue.fd(), errno);
        }
        batch.scanned(events);
        merge(batch, events);
        for (int i = 0; i < batch.merged(); i++) {
            int readiness = readiness(batch, i);
            if (readiness != 0) {
                batch.add(batch.mergedWord(i), readiness);
            }
        }
    }

    /** See (a). */
    private void merge(KqueueBatch batch, int events) {
        ByteBuffer buffer = batch.buffer();
        batch.startMerging();
        for (int i = 0; i < events; i++) {
            int at = batch.at(i);
            long word = layout.udata(buffer, at);
            if (word == KqueueWakeUp.WORD) {
                wakeUp.seen();
                batch.woken();
                continue;
            }
            int flags = layout.flags(buffer, at);
            int ended = (flags & EV_EOF) != 0 ? ~0 : 0;
            // Only with EV_EOF are fflags an errno.
            int error = ended != 0 && layout.fflags(buffer, at) != 0 ? Readiness.ERROR_BIT : 0;
            int filter = layout.filter(buffer, at);
            int bits;
            if (filter == system.read()) {
                bits = Readiness.READABLE_BIT | (ended & (Readiness.READ_CLOSED_BIT | READ_ENDED)) | error;
            } else if (filter == system.write()) {
                bits = Readiness.WRITABLE_BIT | (ended & WRITE_ENDED) | error;
            } else {
                bits = exception(ended, layout.fflags(buffer, at));
            }
            batch.merge(word, (int) layout.ident(buffer, at), bits);
        }
    }

    /** See (j). */
    private int exception(int ended, int notes) {
        if (!system.exceptTellsOfData()) {
            return Readiness.PRIORITY_BIT;
        }
        return ended == 0 && (notes & system.outOfBand()) != 0 ? EXCEPTION | Readiness.PRIORITY_BIT : EXCEPTION;
    }

    private int readiness(KqueueBatch batch, int place) throws IOException {
        int seen = batch.mergedSeen(place);
        if ((seen & (ENDED | EXCEPTION)) == 0) {
            return seen;
        }
        long word = batch.mergedWord(place);
        if ((seen & EXCEPTION) != 0) {
            followUrgency(word, (seen & Readiness.PRIORITY_BIT) != 0);
        }
        return (seen & ENDED) == 0 ? seen & ~EXCEPTION : ended(word, batch.mergedFd(place), seen);
    }

    /** See (j). */
    private void followUrgency(long word, boolean urgent) throws IOException {
        Watch found = registrations.find(word);
        if (found != null && knotes.needsOtherUrgency(found, urgent)) {
            registrations.exclusively(found, watch -> {
                if (knotes.needsOtherUrgency(watch, urgent)) {
                    knotes.tellUrgency(watch, urgent);
                }
            });
        }
    }

    /** See (f). */
    private int ended(long word, int fd, int seen) throws IOException {
        Watch watch = registrations.find(word);
        if (watch == null) {
            return 0;
        }
        int readiness = seen & ~(ENDED | EXCEPTION);
        if (PipeEnd.isWriter(watch)) {
            readiness = Readiness.WRITABLE_BIT | Readiness.ERROR_BIT;
        } else if ((seen & ENDED) == ENDED
                || other.hasEnded(fd, (seen & READ_ENDED) != 0 ? system.write() : system.read())) {
            readiness |= Readiness.HANGUP_BIT;
        }
        boolean lasts = (readiness & (Readiness.HANGUP_BIT | Readiness.ERROR_BIT)) != 0;
        if ((lasts || watch.interest().isReadClosed()) && knotes.needsLevelEnd(watch)) {
            registrations.exclusively(watch, this::tellEndByLevel);
        }
        return readiness;
    }

    private void tellEndByLevel(Watch watch) throws IOException {
        if (knotes.needsLevelEnd(watch)) {
            knotes.tellEndByLevel(watch);
        }
    }

    @Override
    public void wake() {
        wakeUp.signal();
    }

    @Override
    public OptionalInt fd() {
        // The descriptor of libkqueue is the end of a pipe, which only names the queue.
        return system.isKernel() ? OptionalInt.of(queue.fd()) : OptionalInt.empty();
    }

    @Override
    public long controlCalls() {
        return knotes.controlCalls();
    }

    @Override
    public void close() {
        queue.close();
        other.close();
        wakeUp.close();
    }
}
