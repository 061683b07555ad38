package dev.vigil.poll;

import dev.vigil.Availability;
import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.posix.DescriptorStatus;
import dev.vigil.posix.Descriptors;
import dev.vigil.posix.ErrnoException;
import dev.vigil.posix.PipeEnds;
import dev.vigil.spi.Batch;
import dev.vigil.spi.Watch;
import java.io.IOException;

/**
 * What poll can do on this system, found by doing it.
 *
 * @param availability usable, or why not
 * @param nanoseconds whether ppoll works
 * @param pipes the device of all pipes that have no name
 */
record PollProbe(Availability availability, boolean nanoseconds, long pipes) {
    private static final long WORD = 0x0123_4567_89ab_cdefL;

    static PollProbe run() {
        try (PipeEnds pipe = Descriptors.pipe()) {
            long pipes = DescriptorStatus.of(pipe.readEnd()).device();
            PollProbe plain = new PollProbe(Availability.available(), false, pipes);
            plain.roundTrip(pipe);
            PollProbe precise = new PollProbe(Availability.available(), true, pipes);
            return precise.works(pipe) ? precise : plain;
        } catch (IOException | LinkageError e) {
            return new PollProbe(Availability.unavailable("poll does not work here: " + e.getMessage(), e), false, 0);
        }
    }

    private boolean works(PipeEnds pipe) throws IOException {
        try {
            roundTrip(pipe);
            return true;
        } catch (UnsatisfiedLinkError e) {
            return false;
        } catch (ErrnoException e) {
            if (e.isShortage()) {
                throw e;
            }
            return false;
        }
    }

    private void roundTrip(PipeEnds pipe) throws IOException {
        PollMechanism mechanism = new PollMechanism(this);
        try {
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
