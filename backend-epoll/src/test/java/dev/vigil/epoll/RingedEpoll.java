package dev.vigil.epoll;

import dev.vigil.Availability;
import dev.vigil.Feature;
import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.posix.WakeUpDescriptor;
import dev.vigil.spi.Backend;
import dev.vigil.spi.Mechanism;
import dev.vigil.spi.Registrations;
import dev.vigil.spi.Settings;
import dev.vigil.uring.BatchPolicy;
import dev.vigil.uring.Ring;
import java.io.IOException;
import java.util.Map;
import java.util.Set;

/**
 * A backend that is epoll, whose changes by handlers wait for the end of the turn and go in together, whether or not that pays.
 *
 * @param rings makes what they go in with
 */
record RingedEpoll(ControlRing.Maker rings) implements Backend {
    private static final EpollBackend EPOLL = new EpollBackend();

    /** With rings of the system. */
    RingedEpoll() {
        this(new Always(() -> Ring.ofAnyIssuer(64)));
    }

    /** Where a ring comes from. */
    @FunctionalInterface
    interface Source {
        Ring make() throws IOException;
    }

    /** From the first turn on. */
    record Always(Source source) implements ControlRing.Maker {
        @Override
        public boolean isWanted() {
            return true;
        }

        @Override
        public boolean isWantedAlways() {
            return true;
        }

        @Override
        public Map<String, Long> gauges() {
            return Map.of("ring", 1L);
        }

        @Override
        public ControlRing make() throws IOException {
            return new ControlRing(source.make(), new BatchPolicy(true, 1));
        }
    }

    @Override
    public String name() {
        return "epoll";
    }

    @Override
    public int priority() {
        return 0;
    }

    @Override
    public Availability availability() {
        return Availability.available();
    }

    @Override
    public Set<Feature> features() {
        return new EpollBackend().features();
    }

    @Override
    public Mechanism open(Settings settings, Registrations registrations) throws IOException {
        return new EpollMechanism(true, LibEpoll.C, WakeUpDescriptor.open(), rings);
    }

    @Override
    public Readiness await(int fd, Interest interest, long nanos) throws IOException {
        return EPOLL.await(fd, interest, nanos);
    }
}
