package dev.vigil.uring;

import com.kenai.jffi.LastError;
import com.kenai.jffi.MemoryIO;
import dev.vigil.carry.Carrier;
import dev.vigil.posix.Errno;
import dev.vigil.posix.MappedMemory;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/**
 * The system's io_uring, some of whose answers are other ones. What an operation returns is injected by the kernel itself, which has an
 * operation for it (IORING_OP_NOP with a result, Linux 6.10): the entry is rewritten before it is taken in.
 */
public final class ScriptedUring implements LibUring.Functions {
    private static final int NOP_INJECT_RESULT = 1;
    private static final int[] FAULTS = {Errno.ECANCELED, Errno.EINTR, Errno.ENOBUFS, Errno.ENOMEM, Errno.EAGAIN};

    private final LibUring.Functions system = LibUring.functions();
    private final Map<Long, Integer> results = new HashMap<>();
    private final Map<Long, Integer> lengths = new HashMap<>();
    private final Deque<Integer> enters = new ArrayDeque<>();
    private MappedMemory entries;
    private MappedMemory queues;
    private int tailAt;
    private int maskAt;

    /** The errno that refuses new rings, or 0. */
    public volatile int setup;

    /** Whether there is no such function. */
    public volatile boolean missing;

    /** What is taken out of the features of new rings. */
    public volatile int lacks;

    /** The errno that refuses to enable a ring, or 0. */
    public int enable;

    /** Lets all kinds of things happen by chance, or null. */
    public Random chance;

    /** How many calls were made that take entries in or wait. */
    public int calls;

    /** The most entries that a call takes in. */
    public int most = Integer.MAX_VALUE;

    /** What happens on the thread that enters, before it does. */
    public Runnable before = () -> {};

    /** A ring over this, for any issuer. */
    public Ring ring(int size) throws IOException {
        return Ring.ofAnyIssuer(this, size);
    }

    /** A carrier over a ring of this, which makes a batch of whatever is more than one. */
    public Carrier carrier(int size) throws IOException {
        return new RingCarrier(Ring.ofOneIssuer(this, size), new BatchPolicy(true, 1));
    }

    /** Lets the operation with this tag return something else, without having been done. */
    public void result(long tag, int result) {
        results.put(tag, result);
    }

    /** Lets the operation with this tag move no more than so much. */
    public void shorten(long tag, int length) {
        lengths.put(tag, length);
    }

    /** Lets the next call of enter that has no other plan go through (0), or fail with an errno. */
    public void enter(int errno) {
        enters.add(errno);
    }

    @Override
    public int io_uring_setup(int wanted, long params) {
        if (missing) {
            throw new UnsatisfiedLinkError("not now");
        }
        if (setup != 0) {
            return refuse(setup);
        }
        int fd = system.io_uring_setup(wanted, params);
        if (fd >= 0) {
            MemoryIO memory = MemoryIO.getInstance();
            int features = memory.getInt(params + UringConstants.PARAMS_FEATURES);
            memory.putInt(params + UringConstants.PARAMS_FEATURES, features & ~lacks);
            tailAt = memory.getInt(params + UringConstants.PARAMS_SQ_OFF + UringConstants.OFF_TAIL);
            maskAt = memory.getInt(params + UringConstants.PARAMS_SQ_OFF + UringConstants.OFF_MASK);
            int size = memory.getInt(params + UringConstants.PARAMS_SQ_ENTRIES);
            try {
                entries = MappedMemory.shared(fd, UringConstants.IORING_OFF_SQES, size * UringConstants.SQE_SIZE);
                queues = MappedMemory.shared(fd, UringConstants.IORING_OFF_SQ_RING, 4096);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
        return fd;
    }

    @Override
    public int io_uring_enter(int fd, int toSubmit, int minComplete, int flags) {
        calls++;
        before.run();
        Integer errno = enters.poll();
        if (errno != null && errno != 0) {
            return refuse(errno);
        }
        if (chance != null && chance.nextInt(20) == 0) {
            return refuse(chance.nextBoolean() ? Errno.EINTR : Errno.EAGAIN);
        }
        rewrite(toSubmit);
        return system.io_uring_enter(fd, Math.min(toSubmit, most), minComplete, flags);
    }

    private void rewrite(int count) {
        int tail = queues.buffer().getInt(tailAt);
        int mask = queues.buffer().getInt(maskAt);
        for (int i = tail - count; i != tail; i++) {
            int at = (i & mask) * UringConstants.SQE_SIZE;
            long tag = entries.buffer().getLong(at + UringConstants.SQE_USER_DATA);
            Integer result = results.remove(tag);
            Integer length = lengths.remove(tag);
            if (chance != null && chance.nextInt(10) == 0) {
                result = -FAULTS[chance.nextInt(FAULTS.length)];
            } else if (chance != null && chance.nextInt(5) == 0) {
                length = 1 + chance.nextInt(5_000);
            }
            if (result != null) {
                entries.buffer().put(at + UringConstants.SQE_OPCODE, (byte) 0);
                entries.buffer().put(at + UringConstants.SQE_FLAGS, (byte) 0);
                entries.buffer().putInt(at + UringConstants.SQE_FD, -1);
                entries.buffer().putInt(at + UringConstants.SQE_LEN, result);
                entries.buffer().putLong(at + UringConstants.SQE_OFF, 0);
                entries.buffer().putInt(at + UringConstants.SQE_OPERATION_FLAGS, NOP_INJECT_RESULT);
            } else if (length != null) {
                entries.buffer().put(at + UringConstants.SQE_FLAGS, (byte) 0);
                int whole = entries.buffer().getInt(at + UringConstants.SQE_LEN);
                entries.buffer().putInt(at + UringConstants.SQE_LEN, Math.min(whole, length));
            }
        }
    }

    @Override
    public int io_uring_register(int fd, int opcode, long argument, int count) {
        return enable != 0 ? refuse(enable) : system.io_uring_register(fd, opcode, argument, count);
    }

    private static int refuse(int errno) {
        LastError.getInstance().set(errno);
        return -1;
    }

    /** Lets go of the memory that was looked into. */
    public void close() {
        if (entries != null) {
            entries.close();
            queues.close();
            entries = null;
        }
    }
}
