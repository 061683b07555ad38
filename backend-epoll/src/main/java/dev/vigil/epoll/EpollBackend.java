package dev.vigil.epoll;

import dev.vigil.Availability;
import dev.vigil.Feature;
import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.poll.PollBackend;
import dev.vigil.spi.Backend;
import dev.vigil.spi.Mechanism;
import dev.vigil.spi.Registrations;
import dev.vigil.spi.Settings;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;

/** Linux's epoll: the cost of a poll grows with what is ready, not with what is watched. */
public final class EpollBackend implements Backend {
    /** Found once for the process, by {@link EpollProbe}. */
    private static final class Probed {
        static final EpollProbe RESULT = EpollProbe.run();
    }

    /** Made by {@link java.util.ServiceLoader}. */
    public EpollBackend() {}

    @Override
    public String name() {
        return "epoll";
    }

    @Override
    public int priority() {
        return 200;
    }

    @Override
    public Availability availability() {
        return Probed.RESULT.availability();
    }

    @Override
    public Set<Feature> features() {
        Set<Feature> features = EnumSet.allOf(Feature.class);
        if (!Probed.RESULT.nanoseconds()) {
            features.remove(Feature.NANOSECONDS);
        }
        if (!Probed.RESULT.exclusive()) {
            features.remove(Feature.EXCLUSIVE);
        }
        return features;
    }

    @Override
    public Mechanism open(Settings settings, Registrations registrations) throws IOException {
        return new EpollMechanism(Probed.RESULT.nanoseconds());
    }

    /** For one descriptor poll(2) needs no set. */
    @Override
    public Readiness await(int fd, Interest interest, long nanos) throws IOException {
        return new PollBackend().await(fd, interest, nanos);
    }
}
