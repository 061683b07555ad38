package dev.vigil.poll;

import dev.vigil.Availability;
import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.posix.Descriptors;
import dev.vigil.posix.PipeEnds;
import dev.vigil.spi.Batch;
import dev.vigil.spi.Watch;
import java.io.IOException;

/**
 * What poll can do on this system, found by doing it.
 *
 * @param availability usable, or why not
 * @param nanoseconds whether ppoll works
 */
record PollProbe(Availability availability, boolean nanoseconds) {
    private static final long WORD = 0x0123_4567_89ab_cdefL;

    static PollProbe run() {
        try {
            roundTrip(false);
        } catch (IOException | LinkageError e) {
            return new PollProbe(Availability.unavailable("poll does not work here: " + e.getMessage(), e), false);
        }
        return new PollProbe(Availability.available(), hasPpoll());
    }

    private static boolean hasPpoll() {
        try {
            roundTrip(true);
            return true;
        } catch (IOException | UnsatisfiedLinkError e) {
            return false;
        }
    }

    private static void roundTrip(boolean nanoseconds) throws IOException {
        PipeEnds pipe = Descriptors.pipe();
        PollMechanism mechanism = new PollMechanism(nanoseconds);
        try (pipe) {
            Batch batch = new Batch(4);
            mechanism.add(new Watch(pipe.writeEnd(), null, WORD, Interest.WRITE));
            mechanism.wake();
            mechanism.await(batch, 1);
            if (batch.size() != 1 || batch.word(0) != WORD || batch.readiness(0) != Readiness.WRITABLE_BIT) {
                throw new IOException("an event came back changed");
            }
            if (!batch.isWoken()) {
                throw new IOException("a wake-up was not seen");
            }
        } finally {
            mechanism.close();
        }
    }
}
