package dev.vigil.epoll;

import dev.vigil.Availability;
import dev.vigil.Feature;
import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.poll.PollBackend;
import dev.vigil.posix.WakeUpDescriptor;
import dev.vigil.spi.Backend;
import dev.vigil.spi.Mechanism;
import dev.vigil.spi.Probed;
import dev.vigil.spi.Registrations;
import dev.vigil.spi.Settings;
import dev.vigil.uring.RingSupport;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;

/** Linux's epoll: the cost of a poll grows with what is ready, not with what is watched. */
public final class EpollBackend implements Backend {
    private static final Probed<EpollProbe> PROBED = new Probed<>() {
        @Override
        protected EpollProbe probe() {
            return EpollProbe.run();
        }

        @Override
        protected boolean isGood(EpollProbe found) {
            return found.availability().usable();
        }
    };

    private static final PollBackend POLL = new PollBackend();

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
        return PROBED.get().availability();
    }

    @Override
    public Set<Feature> features() {
        Set<Feature> features = EnumSet.allOf(Feature.class);
        if (!PROBED.get().nanoseconds()) {
            features.remove(Feature.NANOSECONDS);
        }
        if (!PROBED.get().exclusive()) {
            features.remove(Feature.EXCLUSIVE);
        }
        return features;
    }

    @Override
    public Mechanism open(Settings settings, Registrations registrations) throws IOException {
        RingSupport.requireAsAsked();
        boolean nanoseconds = PROBED.get().nanoseconds();
        ControlRing.Maker rings = ControlRing.Maker.asAsked();
        return new EpollMechanism(nanoseconds, LibEpoll.C, WakeUpDescriptor.open(), rings);
    }

    /** For one descriptor poll(2) needs no set. */
    @Override
    public Readiness await(int fd, Interest interest, long nanos) throws IOException {
        return POLL.await(fd, interest, nanos);
    }
}
