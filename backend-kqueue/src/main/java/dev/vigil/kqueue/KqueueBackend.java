package dev.vigil.kqueue;

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

/**
 * The provider of the backend {@code kqueue}.
 *
 * <p>It binds the C library of macOS, FreeBSD, OpenBSD, NetBSD and DragonFly. The system property {@value #LIBRARY}, or else the
 * environment variable {@value #LIBRARY_VARIABLE}, names another library to bind, as a path or a name; on systems without
 * kqueue it must be libkqueue. What it finds is proven by a round trip at first use, and not used if anything comes back
 * otherwise than it went in.
 */
public final class KqueueBackend implements Backend {
    /** The system property that names the library to bind. */
    public static final String LIBRARY = "dev.vigil.kqueue.library";

    /** The variable of the environment that names it where the property is not set. */
    public static final String LIBRARY_VARIABLE = "VIGIL_KQUEUE_LIBRARY";

    private static final PollBackend POLL = new PollBackend();

    private final KqueueChoice choice;

    /** Made by {@link java.util.ServiceLoader}. */
    public KqueueBackend() {
        this(KqueueChoice.OF_THIS_SYSTEM);
    }

    KqueueBackend(KqueueChoice choice) {
        this.choice = choice;
    }

    @Override
    public String name() {
        return "kqueue";
    }

    @Override
    public int priority() {
        // A library stands on a mechanism of the system, which serves better by itself.
        return choice.system().isKernel() ? 200 : 10;
    }

    @Override
    public Availability availability() {
        return choice.availability();
    }

    @Override
    public Set<Feature> features() {
        Set<Feature> features = EnumSet.of(
                Feature.EDGE,
                Feature.READ_CLOSED,
                Feature.DESCRIPTORS,
                Feature.CHANNELS,
                Feature.NANOSECONDS,
                Feature.MANY_WAITERS);
        if (choice.system().isKernel()) {
            features.add(Feature.NESTING);
        }
        if (choice.system().hasExcept()) {
            features.add(Feature.PRIORITY);
        }
        return features;
    }

    /** poll(2) needs no queue for one descriptor, but does not everywhere tell the end of the data by itself. */
    @Override
    public Readiness await(int fd, Interest interest, long nanos) throws IOException {
        if (interest.isReadClosed() && !POLL.features().contains(Feature.READ_CLOSED)) {
            return Backend.super.await(fd, interest, nanos);
        }
        return POLL.await(fd, interest, nanos);
    }

    @Override
    public Mechanism open(Settings settings, Registrations registrations) throws IOException {
        return choice.open(registrations);
    }
}
