package dev.vigil.nio;

import dev.vigil.Availability;
import dev.vigil.Feature;
import dev.vigil.Interest;
import dev.vigil.spi.Backend;
import dev.vigil.spi.Batch;
import dev.vigil.spi.Mechanism;
import dev.vigil.spi.Probed;
import dev.vigil.spi.Registrations;
import dev.vigil.spi.Settings;
import dev.vigil.spi.Watch;
import java.io.IOException;
import java.nio.channels.Pipe;
import java.util.EnumSet;
import java.util.Set;

/** The JDK's Selector: channels only, level and one-shot, milliseconds; the floor that works everywhere. */
public final class NioBackend implements Backend {
    private static final Probed<Availability> PROBED = new Probed<>() {
        @Override
        protected Availability probe() {
            return roundTrip();
        }

        @Override
        protected boolean isGood(Availability found) {
            return lasts(found);
        }
    };

    /** Made by {@link java.util.ServiceLoader}. */
    public NioBackend() {}

    @Override
    public String name() {
        return "nio";
    }

    @Override
    public int priority() {
        return 0;
    }

    @Override
    public Availability availability() {
        return PROBED.get();
    }

    @Override
    public Set<Feature> features() {
        return EnumSet.of(Feature.CHANNELS);
    }

    @Override
    public Mechanism open(Settings settings, Registrations registrations) throws IOException {
        return new NioMechanism();
    }

    private static Availability roundTrip() {
        try {
            return isReported(Pipe.open())
                    ? Availability.available()
                    : Availability.unavailable("the Selector of this JDK does not report a writable pipe", null);
        } catch (IOException | RuntimeException | LinkageError e) {
            return Availability.unavailable("the Selector of this JDK does not work here: " + e, e);
        }
    }

    /** A class of the JDK's that failed to initialise stays so, and each pipe that it cannot make leaves two descriptors open. */
    private static boolean lasts(Availability found) {
        return found.usable() || found.cause() instanceof LinkageError;
    }

    private static boolean isReported(Pipe pipe) throws IOException {
        try (Pipe.SinkChannel sink = pipe.sink();
                Pipe.SourceChannel source = pipe.source()) {
            sink.configureBlocking(false);
            NioMechanism mechanism = new NioMechanism();
            try {
                Batch batch = new Batch(1);
                mechanism.add(new Watch(-1, sink, 1, Interest.WRITE));
                mechanism.await(batch, 0);
                return batch.size() == 1 && source.isOpen();
            } finally {
                mechanism.close();
            }
        }
    }
}
