package dev.vigil.poll;

import dev.vigil.Availability;
import dev.vigil.Feature;
import dev.vigil.posix.PollConstants;
import dev.vigil.spi.Backend;
import dev.vigil.spi.Mechanism;
import dev.vigil.spi.Registrations;
import dev.vigil.spi.Settings;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;

/** poll(2): on every Unix, for every kind of descriptor; the cost of a poll grows with what is watched. */
public final class PollBackend implements Backend {
    /** Found once for the process, by {@link PollProbe}. */
    private static final class Probed {
        static final PollProbe RESULT = PollProbe.run();
    }

    /** Made by {@link java.util.ServiceLoader}. */
    public PollBackend() {}

    @Override
    public String name() {
        return "poll";
    }

    @Override
    public int priority() {
        return 100;
    }

    @Override
    public Availability availability() {
        return Probed.RESULT.availability();
    }

    @Override
    public Set<Feature> features() {
        Set<Feature> features = EnumSet.of(Feature.PRIORITY, Feature.DESCRIPTORS, Feature.CHANNELS);
        if (PollConstants.POLLRDHUP != 0) {
            features.add(Feature.READ_CLOSED);
        }
        if (Probed.RESULT.nanoseconds()) {
            features.add(Feature.NANOSECONDS);
        }
        return features;
    }

    @Override
    public Mechanism open(Settings settings, Registrations registrations) throws IOException {
        return new PollMechanism(Probed.RESULT.nanoseconds());
    }
}
