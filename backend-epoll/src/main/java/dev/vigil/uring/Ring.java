package dev.vigil.uring;

import static dev.vigil.uring.UringConstants.CQE_RES;
import static dev.vigil.uring.UringConstants.CQE_SIZE;
import static dev.vigil.uring.UringConstants.CQE_USER_DATA;
import static dev.vigil.uring.UringConstants.CQ_OFF_CQES;
import static dev.vigil.uring.UringConstants.IORING_ENTER_GETEVENTS;
import static dev.vigil.uring.UringConstants.IORING_FEAT_CQE_SKIP;
import static dev.vigil.uring.UringConstants.IORING_FEAT_NODROP;
import static dev.vigil.uring.UringConstants.IORING_FEAT_SINGLE_MMAP;
import static dev.vigil.uring.UringConstants.IORING_FEAT_SUBMIT_STABLE;
import static dev.vigil.uring.UringConstants.IORING_OFF_SQES;
import static dev.vigil.uring.UringConstants.IORING_OFF_SQ_RING;
import static dev.vigil.uring.UringConstants.IORING_OP_EPOLL_CTL;
import static dev.vigil.uring.UringConstants.IORING_OP_READ;
import static dev.vigil.uring.UringConstants.IORING_OP_RECV;
import static dev.vigil.uring.UringConstants.IORING_OP_SEND;
import static dev.vigil.uring.UringConstants.IORING_OP_WRITE;
import static dev.vigil.uring.UringConstants.IORING_REGISTER_ENABLE_RINGS;
import static dev.vigil.uring.UringConstants.IORING_SETUP_COOP_TASKRUN;
import static dev.vigil.uring.UringConstants.IORING_SETUP_DEFER_TASKRUN;
import static dev.vigil.uring.UringConstants.IORING_SETUP_R_DISABLED;
import static dev.vigil.uring.UringConstants.IORING_SETUP_SINGLE_ISSUER;
import static dev.vigil.uring.UringConstants.IORING_SETUP_SUBMIT_ALL;
import static dev.vigil.uring.UringConstants.IORING_SQ_CQ_OVERFLOW;
import static dev.vigil.uring.UringConstants.IOSQE_CQE_SKIP_SUCCESS;
import static dev.vigil.uring.UringConstants.MSG_DONTWAIT;
import static dev.vigil.uring.UringConstants.MSG_NOSIGNAL;
import static dev.vigil.uring.UringConstants.MSG_WAITALL;
import static dev.vigil.uring.UringConstants.OFF_HEAD;
import static dev.vigil.uring.UringConstants.OFF_MASK;
import static dev.vigil.uring.UringConstants.OFF_TAIL;
import static dev.vigil.uring.UringConstants.PARAMS_CQ_ENTRIES;
import static dev.vigil.uring.UringConstants.PARAMS_CQ_OFF;
import static dev.vigil.uring.UringConstants.PARAMS_FEATURES;
import static dev.vigil.uring.UringConstants.PARAMS_FLAGS;
import static dev.vigil.uring.UringConstants.PARAMS_SIZE;
import static dev.vigil.uring.UringConstants.PARAMS_SQ_ENTRIES;
import static dev.vigil.uring.UringConstants.PARAMS_SQ_OFF;
import static dev.vigil.uring.UringConstants.RWF_NOWAIT;
import static dev.vigil.uring.UringConstants.SQE_ADDR;
import static dev.vigil.uring.UringConstants.SQE_FD;
import static dev.vigil.uring.UringConstants.SQE_FLAGS;
import static dev.vigil.uring.UringConstants.SQE_LEN;
import static dev.vigil.uring.UringConstants.SQE_OFF;
import static dev.vigil.uring.UringConstants.SQE_OPCODE;
import static dev.vigil.uring.UringConstants.SQE_OPERATION_FLAGS;
import static dev.vigil.uring.UringConstants.SQE_SIZE;
import static dev.vigil.uring.UringConstants.SQE_USER_DATA;
import static dev.vigil.uring.UringConstants.SQ_OFF_ARRAY;
import static dev.vigil.uring.UringConstants.SQ_OFF_FLAGS;

import dev.vigil.posix.Descriptors;
import dev.vigil.posix.Errno;
import dev.vigil.posix.Errors;
import dev.vigil.posix.MappedMemory;
import dev.vigil.posix.NativeMemory;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * An io_uring as a carrier of batches: operations that do not block are written into shared memory, one call takes all of them in,
 * and when it returns all are done. Nothing is under way between two batches.
 *
 * <p>Notes about io_uring:
 *
 * <p>(a) An operation on a non-blocking descriptor waits all the same, in the ring, unless it says MSG_DONTWAIT or RWF_NOWAIT itself.
 * With them it is tried while it is taken in, and its completion is there when the call returns.
 *
 * <p>(b) A send that is to be silent when it succeeds (CQE_SKIP_SUCCESS) is silent about a short send too, unless it says
 * MSG_WAITALL. With MSG_WAITALL and MSG_DONTWAIT silence is whole success: a short send and a full buffer each have a completion.
 * A write to a pipe that is short has one in any case.
 *
 * <p>(c) Two sends on one socket in one batch may change places if the first is short. At most one of a descriptor is in a batch.
 *
 * <p>(d) With DEFER_TASKRUN, or COOP_TASKRUN, nobody interrupts the thread for what comes in on another processor. DEFER_TASKRUN wants
 * SINGLE_ISSUER: the thread that enables the ring is the only one that may enter it (others get EEXIST). So it is made disabled.
 *
 * <p>(e) The kernel moves the head of the submission queue while it takes entries in, only within the call. What lies behind the head
 * when the call fails has not been looked at.
 *
 * <p>(f) EPOLL_CTL does not wait for the lock of a set that another thread is in: then the operation goes to a thread of the kernel's.
 * So its completion may come later, and is waited for.
 *
 * <p>(g) A completion that finds the queue full is kept aside by the kernel (NODROP), and comes with the next call that asks for
 * completions. Batches no larger than the submission queue, each taken out whole, cannot fill it.
 *
 * <p>(h) RWF_NOWAIT is refused (EOPNOTSUPP) by files that cannot promise it, terminals among them.
 *
 * <p>(i) A write to a pipe, or a read of one, that fails completes by way of work that the kernel puts off until the thread asks for
 * completions. So every call asks for them (GETEVENTS): else an error of a write that is silent when it succeeds would be found only
 * later, or never.
 *
 * <p>One thread at a time uses a ring; of one issuer, the one that submits first. What is prepared holds descriptor numbers: the caller
 * sees to it that they stand for their files until {@link #submit} has returned. Nothing is allocated but when it is opened.
 */
public final class Ring implements AutoCloseable {
    /** The most entries that a ring has. */
    public static final int MOST_ENTRIES = 1024;

    private static final int NEEDED =
            IORING_FEAT_SINGLE_MMAP | IORING_FEAT_NODROP | IORING_FEAT_SUBMIT_STABLE | IORING_FEAT_CQE_SKIP;

    /** From the best to the plainest; a kernel that does not know a flag says EINVAL. */
    private static final int[] OF_ONE_ISSUER = {
        IORING_SETUP_SUBMIT_ALL | IORING_SETUP_R_DISABLED | IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN,
        IORING_SETUP_SUBMIT_ALL | IORING_SETUP_COOP_TASKRUN,
        0
    };

    private static final int[] OF_ANY_ISSUER = {IORING_SETUP_SUBMIT_ALL | IORING_SETUP_COOP_TASKRUN, 0};

    private static final VarHandle INT = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

    /** How often a call may come back without having done anything before that is an error. */
    private static final int PATIENCE = 100;

    private final LibUring.Functions library;
    private final int fd;
    private final int flags;
    private final MappedMemory queueMemory;
    private final MappedMemory entryMemory;
    private final ByteBuffer queues;
    private final ByteBuffer entries;

    private final int capacity;
    private final int submissionMask;
    private final int submissionHead;
    private final int submissionTail;
    private final int submissionFlags;
    private final int completionMask;
    private final int completionHead;
    private final int completionTail;
    private final int completions;

    private boolean enabled;
    private boolean closed;

    /** The tail of the submission queue with what is prepared and not handed over yet. */
    private int tail;

    /** What the kernel had taken in when the last call returned. */
    private int taken;

    /** The head of the completion queue, which is this side's. */
    private int head;

    private Ring(
            LibUring.Functions library, int fd, ByteBuffer params, MappedMemory queueMemory, MappedMemory entryMemory) {
        this.library = library;
        this.fd = fd;
        this.flags = params.getInt(PARAMS_FLAGS);
        this.enabled = (flags & IORING_SETUP_R_DISABLED) == 0;
        this.queueMemory = queueMemory;
        this.entryMemory = entryMemory;
        this.queues = queueMemory.buffer();
        this.entries = entryMemory.buffer();
        capacity = params.getInt(PARAMS_SQ_ENTRIES);
        submissionHead = params.getInt(PARAMS_SQ_OFF + OFF_HEAD);
        submissionTail = params.getInt(PARAMS_SQ_OFF + OFF_TAIL);
        submissionMask = queues.getInt(params.getInt(PARAMS_SQ_OFF + OFF_MASK));
        submissionFlags = params.getInt(PARAMS_SQ_OFF + SQ_OFF_FLAGS);
        completionHead = params.getInt(PARAMS_CQ_OFF + OFF_HEAD);
        completionTail = params.getInt(PARAMS_CQ_OFF + OFF_TAIL);
        completionMask = queues.getInt(params.getInt(PARAMS_CQ_OFF + OFF_MASK));
        completions = params.getInt(PARAMS_CQ_OFF + CQ_OFF_CQES);
        int array = params.getInt(PARAMS_SQ_OFF + SQ_OFF_ARRAY);
        for (int i = 0; i < capacity; i++) {
            queues.putInt(array + i * Integer.BYTES, i);
        }
    }

    /**
     * Makes a ring for the thread that submits first, and for no other.
     *
     * @param entries how many operations a batch has at most; rounded up to a power of two
     * @return the ring
     * @throws IOException if the system refuses, or is too old
     * @throws LinkageError if native calls cannot be made here
     */
    public static Ring ofOneIssuer(int entries) throws IOException {
        return open(LibUring.functions(), entries, OF_ONE_ISSUER);
    }

    /**
     * Makes a ring for any threads, one at a time.
     *
     * @param entries how many operations a batch has at most; rounded up to a power of two
     * @return the ring
     * @throws IOException if the system refuses, or is too old
     * @throws LinkageError if native calls cannot be made here
     */
    public static Ring ofAnyIssuer(int entries) throws IOException {
        return open(LibUring.functions(), entries, OF_ANY_ISSUER);
    }

    static Ring ofOneIssuer(LibUring.Functions library, int entries) throws IOException {
        return open(library, entries, OF_ONE_ISSUER);
    }

    static Ring ofAnyIssuer(LibUring.Functions library, int entries) throws IOException {
        return open(library, entries, OF_ANY_ISSUER);
    }

    private static Ring open(LibUring.Functions library, int entries, int[] choices) throws IOException {
        if (entries < 1 || entries > MOST_ENTRIES) {
            throw new IllegalArgumentException(entries + " entries: a ring has 1 to " + MOST_ENTRIES);
        }
        NativeMemory params = NativeMemory.allocate(PARAMS_SIZE);
        int fd = -1;
        for (int flags : choices) {
            clear(params.buffer());
            params.buffer().putInt(PARAMS_FLAGS, flags);
            fd = library.io_uring_setup(entries, params.address());
            if (fd >= 0 || Errno.last() != Errno.EINVAL) {
                break;
            }
        }
        Errors.check("io_uring_setup", fd);
        try {
            return map(library, fd, params.buffer());
        } catch (Throwable e) {
            Descriptors.close(fd);
            throw e;
        }
    }

    private static void clear(ByteBuffer params) {
        for (int i = 0; i < PARAMS_SIZE; i += Integer.BYTES) {
            params.putInt(i, 0);
        }
    }

    private static Ring map(LibUring.Functions library, int fd, ByteBuffer params) throws IOException {
        int features = params.getInt(PARAMS_FEATURES);
        if ((features & NEEDED) != NEEDED) {
            throw new OldKernelException(features, NEEDED);
        }
        int submissions = params.getInt(PARAMS_SQ_ENTRIES);
        int array = params.getInt(PARAMS_SQ_OFF + SQ_OFF_ARRAY) + submissions * Integer.BYTES;
        int cqes = params.getInt(PARAMS_CQ_OFF + CQ_OFF_CQES) + params.getInt(PARAMS_CQ_ENTRIES) * CQE_SIZE;
        MappedMemory queues = MappedMemory.shared(fd, IORING_OFF_SQ_RING, Math.max(array, cqes));
        try {
            MappedMemory entries = MappedMemory.shared(fd, IORING_OFF_SQES, submissions * SQE_SIZE);
            return new Ring(library, fd, params, queues, entries);
        } catch (Throwable e) {
            queues.close();
            throw e;
        }
    }

    /**
     * How many operations a batch has at most.
     *
     * @return the number
     */
    public int capacity() {
        return capacity;
    }

    /**
     * How many operations are prepared, or left by a submission that failed.
     *
     * @return the number
     */
    public int size() {
        return tail - taken;
    }

    /**
     * Prepares a read of a socket that does not wait.
     *
     * @param socket the descriptor
     * @param address where to put what is read
     * @param length how much fits there
     * @param tag what its completion is to be known by
     */
    public void receive(int socket, long address, int length, long tag) {
        prepare(IORING_OP_RECV, 0, socket, 0, address, length, MSG_DONTWAIT, tag);
    }

    /**
     * Prepares a read that does not wait of what is no socket, such as a pipe.
     *
     * @param file the descriptor
     * @param address where to put what is read
     * @param length how much fits there
     * @param tag what its completion is to be known by
     */
    public void read(int file, long address, int length, long tag) {
        prepare(IORING_OP_READ, 0, file, -1, address, length, RWF_NOWAIT, tag);
    }

    /**
     * Prepares a send that does not wait. It completes only if not all was taken.
     *
     * @param socket a stream socket
     * @param address where the bytes are
     * @param length how many
     * @param tag what its completion is to be known by
     */
    public void send(int socket, long address, int length, long tag) {
        int whole = MSG_WAITALL | MSG_DONTWAIT | MSG_NOSIGNAL;
        prepare(IORING_OP_SEND, IOSQE_CQE_SKIP_SUCCESS, socket, 0, address, length, whole, tag);
    }

    /**
     * Prepares a write that does not wait to what is no socket. It completes only if not all was taken.
     *
     * @param file the descriptor
     * @param address where the bytes are
     * @param length how many
     * @param tag what its completion is to be known by
     */
    public void write(int file, long address, int length, long tag) {
        prepare(IORING_OP_WRITE, IOSQE_CQE_SKIP_SUCCESS, file, -1, address, length, RWF_NOWAIT, tag);
    }

    /**
     * Prepares an epoll_ctl(2), which always completes.
     *
     * @param set the descriptor of the epoll set
     * @param operation what to do, as {@code epoll_ctl} numbers it
     * @param file the descriptor that it is about
     * @param event the address of a {@code struct epoll_event}, which stays until the submission has returned
     * @param tag what its completion is to be known by
     */
    public void control(int set, int operation, int file, long event, long tag) {
        prepare(IORING_OP_EPOLL_CTL, 0, set, file, event, operation, 0, tag);
    }

    private void prepare(
            int opcode, int entryFlags, int file, long off, long address, int length, int operationFlags, long tag) {
        if (size() == capacity) {
            throw new IllegalStateException("the ring is full: submit first, it takes " + capacity + " operations");
        }
        int at = (tail & submissionMask) * SQE_SIZE;
        entries.put(at + SQE_OPCODE, (byte) opcode);
        entries.put(at + SQE_FLAGS, (byte) entryFlags);
        entries.putInt(at + SQE_FD, file);
        entries.putLong(at + SQE_OFF, off);
        entries.putLong(at + SQE_ADDR, address);
        entries.putInt(at + SQE_LEN, length);
        entries.putInt(at + SQE_OPERATION_FLAGS, operationFlags);
        entries.putLong(at + SQE_USER_DATA, tag);
        tail++;
    }

    /**
     * Hands over what is prepared, in one call where the system plays along, and waits until so many completions are there. Those that
     * are there are to be taken by {@link #next} before the next submission.
     *
     * <p>If it fails the first operations have been done, and have completed as ever; the last {@link #size} have not been
     * looked at. They stay until {@link #dropLeft}.
     *
     * @param expected how many completions are sure to come
     * @return 0, or the error number
     */
    public int submit(int expected) {
        if (!enabled) {
            int errno = enable();
            if (errno != 0) {
                return errno;
            }
        }
        INT.setRelease(queues, submissionTail, tail);
        int idle = 0;
        while (true) {
            int left = tail - taken;
            if (left == 0 && available() >= expected) {
                return 0;
            }
            // See (i). All that does not wait has completed by then: nearly always the first call is the only one. The
            // number
            // that a call waits for includes those that are there.
            int rc = library.io_uring_enter(fd, left, left == 0 ? expected : 0, IORING_ENTER_GETEVENTS);
            int errno = rc < 0 ? Errno.last() : 0;
            int before = taken;
            taken = (int) INT.getAcquire(queues, submissionHead);
            if (errno == Errno.EINTR) {
                continue;
            }
            if (errno != 0 && !isPassing(errno)) {
                return errno;
            }
            if (taken != before) {
                idle = 0;
            } else if (errno != 0 || left > 0) {
                if (++idle == PATIENCE) {
                    return errno == 0 ? Errno.EAGAIN : errno;
                }
                collect();
            }
        }
    }

    /** Of the whole call: no memory for an entry at this moment, or completions that wait for room. */
    private static boolean isPassing(int errno) {
        return errno == Errno.EAGAIN || errno == Errno.EBUSY;
    }

    private int enable() {
        if (library.io_uring_register(fd, IORING_REGISTER_ENABLE_RINGS, 0, 0) < 0) {
            return Errno.last();
        }
        enabled = true;
        return 0;
    }

    /** Forgets what the kernel has not looked at. */
    public void dropLeft() {
        tail = taken;
        INT.setRelease(queues, submissionTail, tail);
    }

    private int available() {
        return (int) INT.getAcquire(queues, completionTail) - head;
    }

    /** Has the kernel run what it put off, and bring what it keeps aside. */
    private void collect() {
        library.io_uring_enter(fd, 0, 0, IORING_ENTER_GETEVENTS);
    }

    /**
     * Goes on to the next completion, if there is one.
     *
     * @return whether {@link #tag} and {@link #result} tell of one; {@link #done} ends that
     */
    public boolean next() {
        if (available() != 0) {
            return true;
        }
        if (((int) INT.getAcquire(queues, submissionFlags) & IORING_SQ_CQ_OVERFLOW) == 0) {
            return false;
        }
        collect();
        return available() != 0;
    }

    /**
     * Which operation the completion is of.
     *
     * @return what it was prepared with
     */
    public long tag() {
        return queues.getLong(completions + (head & completionMask) * CQE_SIZE + CQE_USER_DATA);
    }

    /**
     * What the operation of the completion returned.
     *
     * @return what the call of its name returns, or the negative error number
     */
    public int result() {
        return queues.getInt(completions + (head & completionMask) * CQE_SIZE + CQE_RES);
    }

    /** Gives the place of the completion back. */
    public void done() {
        head++;
        INT.setRelease(queues, completionHead, head);
    }

    /** How the ring was made, for tests. */
    int flags() {
        return flags;
    }

    /** Frees what it holds. To be called by the thread that uses it, or when none does; again, it does nothing. */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        queueMemory.close();
        entryMemory.close();
        Descriptors.close(fd);
    }
}
