package dev.vigil.uring;

import dev.vigil.Availability;
import dev.vigil.spi.Probed;
import java.io.IOException;
import java.util.Map;

/**
 * Whether batches go through io_uring in this process, and why not. Any thread may ask; the first to ask tries it, and measures what an
 * empty system call costs.
 */
public final class RingSupport {
    private static final Probed<RingProbe> PROBED = new Probed<>() {
        @Override
        protected RingProbe probe() {
            return RingProbe.run();
        }

        @Override
        protected boolean isGood(RingProbe found) {
            return found.lasts();
        }
    };

    private RingSupport() {}

    /**
     * Whether there is a ring, and it is wanted.
     *
     * @return usable, or why not, which may be that {@code dev.vigil.ring} is {@code off}
     * @throws IllegalArgumentException if {@code dev.vigil.ring} is neither auto, off nor on
     */
    public static Availability availability() {
        if (RingMode.asked() == RingMode.OFF) {
            return Availability.unavailable(RingMode.PROPERTY + "=off", null);
        }
        return PROBED.get().availability();
    }

    /**
     * What an empty system call costs here, measured once.
     *
     * @return nanoseconds, at least 1
     * @throws LinkageError if native calls cannot be made here
     */
    public static long emptyCallNanos() {
        return Measured.EMPTY_CALL_NANOS;
    }

    /**
     * What decides on the batches of one thread.
     *
     * @return a new policy
     */
    public static BatchPolicy newPolicy() {
        return new BatchPolicy(RingMode.asked() == RingMode.ON, emptyCallNanos());
    }

    /**
     * Refuses to go on without a ring where {@code dev.vigil.ring} is {@code on}.
     *
     * @throws IOException if there is none; the message says why
     */
    public static void requireAsAsked() throws IOException {
        if (RingMode.asked() == RingMode.ON) {
            require(availability());
        }
    }

    static void require(Availability found) throws IOException {
        if (!found.usable()) {
            throw new IOException(
                    RingMode.PROPERTY + "=on, but " + found.reason()
                            + "; with auto, plain calls are made where there is no ring",
                    found.cause());
        }
    }

    /**
     * What is said of the ring in {@link dev.vigil.Statistics#gauges()}: {@code ring} is 1 where there is one, else 0; then a further
     * gauge tells why: {@code ring.off.asked}, {@code ring.off.denied}, {@code ring.off.absent}, {@code ring.off.old},
     * {@code ring.off.memory}, {@code ring.off.descriptors} or {@code ring.off.broken}, whose value is the error number, or 0.
     *
     * @return the gauges
     */
    public static Map<String, Long> gauges() {
        if (RingMode.asked() == RingMode.OFF) {
            return Map.of("ring", 0L, "ring.off.asked", 0L);
        }
        return PROBED.get().gauges();
    }

    /**
     * Says it in words: which way is gone, and why.
     *
     * @return one line
     */
    public static String describe() {
        Availability found = availability();
        if (!found.usable()) {
            return "off: " + found.reason();
        }
        long nanos = emptyCallNanos();
        int least = newPolicy().least();
        String choice = least == 0
                ? "batches do not seem to pay, and are tried now and then"
                : "batches seem to pay from " + least + " operations on, and what they bring is measured";
        return "on: an empty system call takes " + nanos + " ns: "
                + (RingMode.asked() == RingMode.ON ? "asked for always" : choice);
    }

    /** Measured at the first use. */
    private static final class Measured {
        static final long EMPTY_CALL_NANOS = EmptyCall.nanos();
    }
}
