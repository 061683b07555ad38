package dev.vigil.poll;

import dev.vigil.Availability;
import dev.vigil.Feature;
import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.posix.PollConstants;
import dev.vigil.spi.Backend;
import dev.vigil.spi.Mechanism;
import dev.vigil.spi.Probed;
import dev.vigil.spi.Registrations;
import dev.vigil.spi.Settings;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;

/** poll(2): on every Unix, for every kind of descriptor; the cost of a poll grows with what is watched. */
public final class PollBackend implements Backend {
    private static final Probed<PollProbe> PROBED = new Probed<>() {
        @Override
        protected PollProbe probe() {
            return PollProbe.run();
        }

        @Override
        protected boolean isGood(PollProbe found) {
            return found.availability().usable();
        }
    };

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
        return PROBED.get().availability();
    }

    @Override
    public Set<Feature> features() {
        Set<Feature> features = EnumSet.of(Feature.PRIORITY, Feature.DESCRIPTORS, Feature.CHANNELS);
        if (PollConstants.POLLRDHUP != 0) {
            features.add(Feature.READ_CLOSED);
        }
        if (PROBED.get().nanoseconds()) {
            features.add(Feature.NANOSECONDS);
        }
        return features;
    }

    /** One call, that takes no descriptor and leaves nothing behind. */
    @Override
    public Readiness await(int fd, Interest interest, long nanos) throws IOException {
        return PollOnce.await(PROBED.get().nanoseconds(), fd, interest, nanos);
    }

    @Override
    public Mechanism open(Settings settings, Registrations registrations) throws IOException {
        return new PollMechanism(PROBED.get());
    }
}
