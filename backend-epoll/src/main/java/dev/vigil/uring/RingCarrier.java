package dev.vigil.uring;

import dev.vigil.carry.Block;
import dev.vigil.carry.Carrier;
import dev.vigil.carry.Operation;
import dev.vigil.posix.DescriptorStatus;
import dev.vigil.posix.DescriptorType;
import dev.vigil.posix.Errno;
import dev.vigil.posix.ErrnoException;
import dev.vigil.posix.Errors;
import dev.vigil.posix.NativeMemory;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Carries the operations of a turn with one call, where the policy says that it pays. When that has returned nothing is under way: reads have
 * completed, and a write that is silent was taken whole.
 */
final class RingCarrier implements Carrier {
    /** Larger batches are several calls. */
    static final int ENTRIES = 256;

    // What is noted of a descriptor.
    private static final long SOCKET = 1;
    private static final long FILE = 2;
    private static final long PLAIN = 3;

    /** The result of a write that did not complete: see (b) of {@link Ring}. No operation returns so much. */
    private static final int WHOLE = Integer.MAX_VALUE;

    /** The result of a read that did not complete. No error has this number. */
    private static final int MISSING = Integer.MIN_VALUE;

    private final Ring ring;
    private final BatchPolicy policy;
    private final Operation[] handedOver;
    private final int[] results;
    private boolean closed;

    // Written by the thread of the loop; whoever asks for gauges may see them late.
    private long batches;
    private long carried;
    private long left;

    RingCarrier(Ring ring, BatchPolicy policy) {
        this.ring = ring;
        this.policy = policy;
        handedOver = new Operation[ring.capacity()];
        results = new int[ring.capacity()];
    }

    @Override
    public void carry(Operation[] operations, int count) throws IOException {
        if (closed) {
            throw new IOException("the ring is closed");
        }
        boolean batched = policy.batches(count);
        boolean timed = policy.isTimed();
        if (!batched && !timed) {
            left += count;
            return;
        }
        long start = timed ? System.nanoTime() : 0;
        if (batched) {
            carryInBatches(operations, count);
        } else {
            left += count;
            for (int i = 0; i < count; i++) {
                operations[i].perform();
            }
        }
        if (timed) {
            policy.took(batched, count, System.nanoTime() - start);
        }
    }

    private void carryInBatches(Operation[] operations, int count) throws IOException {
        int next = 0;
        while (next < count) {
            int reads = 0;
            while (next < count && ring.size() < ring.capacity()) {
                Operation operation = operations[next++];
                int place = ring.size();
                if (prepare(operation, place)) {
                    handedOver[place] = operation;
                    results[place] = operation.isWrite() ? WHOLE : MISSING;
                    reads += operation.isWrite() ? 0 : 1;
                } else {
                    left++;
                }
            }
            if (ring.size() < 2) {
                left += ring.size();
                ring.dropLeft();
            } else {
                submit(reads);
            }
        }
    }

    /** Returns whether it goes in. */
    private boolean prepare(Operation operation, int tag) {
        long kind = operation.note();
        if (kind == 0) {
            kind = kindOf(operation.fd());
            operation.note(kind);
        }
        if (kind == PLAIN) {
            return false;
        }
        long address = addressOf(operation.block()) + operation.offset();
        if (kind == SOCKET) {
            if (operation.isWrite()) {
                ring.send(operation.fd(), address, operation.length(), tag);
            } else {
                ring.receive(operation.fd(), address, operation.length(), tag);
            }
        } else if (operation.isWrite()) {
            ring.write(operation.fd(), address, operation.length(), tag);
        } else {
            ring.read(operation.fd(), address, operation.length(), tag);
        }
        return true;
    }

    /** Of a file on a disk RWF_NOWAIT says "not now" when it is not in memory, which a plain read waits for. */
    private static long kindOf(int fd) {
        try {
            DescriptorType type = DescriptorStatus.of(fd).type();
            if (type == DescriptorType.SOCKET) {
                return SOCKET;
            }
            return type == DescriptorType.FIFO || type == DescriptorType.CHARACTER_DEVICE ? FILE : PLAIN;
        } catch (ErrnoException e) {
            // The plain call tells.
            return PLAIN;
        }
    }

    private static long addressOf(Block block) {
        long address = block.address();
        if (address == 0) {
            address = NativeMemory.addressOf(block.buffer());
            block.noteAddress(address);
        }
        return address;
    }

    private void submit(int reads) throws IOException {
        int prepared = ring.size();
        int errno = ring.submit(reads);
        int taken = prepared - ring.size();
        ring.dropLeft();
        while (ring.next()) {
            results[(int) ring.tag()] = ring.result();
            ring.done();
        }
        batches++;
        carried += taken;
        left += prepared - taken;
        for (int i = 0; i < prepared; i++) {
            if (i < taken) {
                answer(handedOver[i], results[i], errno);
            }
            handedOver[i] = null;
        }
        if (errno != 0) {
            throw Errors.failure("io_uring_enter", errno);
        }
    }

    private void answer(Operation operation, int result, int errno) {
        if (result == WHOLE) {
            operation.moved(operation.length());
        } else if (result > 0) {
            operation.moved(result);
        } else if (result == -Errno.EAGAIN) {
            operation.nothing();
        } else if (result == MISSING) {
            // It was taken in, and nobody can tell what became of it: done again it could lose bytes.
            operation.failed(Errors.failure("io_uring_enter", operation.fd(), errno));
        } else if (result == -Errno.EOPNOTSUPP || result == -Errno.ENOTSOCK) { // see (h) of Ring
            operation.note(PLAIN);
            left++;
        } else if (result == 0 || isOfTheRing(-result)) {
            left++;
        } else {
            operation.failed(Errors.failure(operation.isWrite() ? "write" : "read", operation.fd(), -result));
        }
    }

    /** What says nothing of the descriptor, or would be said again by a plain call. */
    private static boolean isOfTheRing(int errno) {
        return errno == Errno.EINTR
                || errno == Errno.ECANCELED
                || errno == Errno.ENOBUFS
                || errno == Errno.ENOMEM
                || errno == Errno.EINVAL
                || errno == Errno.EBADF
                || errno == Errno.ENOSYS;
    }

    @Override
    public Map<String, Long> gauges() {
        Map<String, Long> gauges = new LinkedHashMap<>();
        gauges.put("ring.batches", batches);
        gauges.put("ring.operations", carried);
        gauges.put("ring.left", left);
        gauges.put("ring.least", (long) policy.least());
        gauges.put("ring.call.nanos", RingSupport.emptyCallNanos());
        return gauges;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            ring.close();
        } catch (IOException e) {
            // Closed nevertheless, and nothing is lost by it.
        }
    }
}
