package dev.vigil.epoll;

import dev.vigil.posix.Errno;
import dev.vigil.posix.NativeMemory;
import dev.vigil.spi.Watch;
import dev.vigil.uring.BatchPolicy;
import dev.vigil.uring.Ring;
import dev.vigil.uring.RingMode;
import dev.vigil.uring.RingSupport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;

/** Many MODs with one system call. What it does not do is left to calls. For one thread at a time. */
final class ControlRing implements AutoCloseable {
    private static final int ENTRIES = 64;

    /** Says when changes go in together, and makes what they go in with. */
    interface Maker {
        /** Every change is a call. */
        Maker NONE = new Maker() {
            @Override
            public boolean isWanted() {
                return false;
            }

            @Override
            public boolean isWantedAlways() {
                return false;
            }

            @Override
            public ControlRing make() {
                throw new UnsupportedOperationException();
            }

            @Override
            public Map<String, Long> gauges() {
                return Map.of();
            }
        };

        /** Whether there is a ring to be had. Asked when the turns of a source have shown that it has a use for one. */
        boolean isWanted();

        /** Whether it is used without asking whether it pays, from the first turn on. */
        boolean isWantedAlways();

        /** Makes one. */
        ControlRing make() throws IOException;

        /** Whether there is one to be had, and why not. */
        Map<String, Long> gauges();

        /** As the property {@code dev.vigil.ring} has it now. */
        static Maker asAsked() {
            return new OfSystem(RingMode.asked());
        }
    }

    private record OfSystem(RingMode mode) implements Maker {
        @Override
        public boolean isWanted() {
            return mode != RingMode.OFF && RingSupport.availability().usable();
        }

        @Override
        public boolean isWantedAlways() {
            return mode == RingMode.ON;
        }

        @Override
        public Map<String, Long> gauges() {
            return RingSupport.gauges();
        }

        @Override
        public ControlRing make() throws IOException {
            BatchPolicy policy = new BatchPolicy(mode == RingMode.ON, RingSupport.emptyCallNanos());
            return new ControlRing(Ring.ofAnyIssuer(ENTRIES), policy);
        }
    }

    private final Ring ring;
    private final BatchPolicy policy;
    private final NativeMemory events;
    private int failure;

    /** With a ring that belongs to it: closed if there is no memory for the rest. */
    ControlRing(Ring ring, BatchPolicy policy) throws IOException {
        this.ring = ring;
        this.policy = policy;
        try {
            events = NativeMemory.allocate(ring.capacity() * EpollConstants.EVENT_SIZE);
        } catch (Throwable e) {
            ring.close();
            throw e;
        }
    }

    BatchPolicy policy() {
        return policy;
    }

    /** How many changes go in at once. */
    int capacity() {
        return ring.capacity();
    }

    /**
     * Has the kernel change some entries of a set, and waits until it has done so: see (f) of {@link Ring}.
     *
     * @param from the first of them
     * @param count how many, no more than the capacity
     * @param errnos where to tell what became of each, from {@code from} on: 0, an error number, or {@link Errno#ECANCELED} for what
     *     was not done
     */
    void modify(int set, Watch[] watches, int[] masks, int from, int count, int[] errnos) {
        ByteBuffer memory = events.buffer();
        for (int i = 0; i < count; i++) {
            Watch watch = watches[from + i];
            int at = i * EpollConstants.EVENT_SIZE;
            memory.putInt(at, masks[from + i]).putLong(at + EpollConstants.EVENT_DATA, watch.word());
            ring.control(set, EpollConstants.EPOLL_CTL_MOD, watch.fd(), events.address() + at, i);
            errnos[from + i] = Errno.ECANCELED;
        }
        failure = ring.submit(count);
        ring.dropLeft();
        while (ring.next()) {
            errnos[from + (int) ring.tag()] = -ring.result();
            ring.done();
        }
    }

    /** The error number that the ring itself has failed with, or 0. Then it is of no use any more. */
    int failure() {
        return failure;
    }

    @Override
    public void close() throws IOException {
        ring.close();
    }
}
