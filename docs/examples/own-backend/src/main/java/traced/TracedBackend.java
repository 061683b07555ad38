package traced;

import dev.vigil.Availability;
import dev.vigil.Feature;
import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.spi.Backend;
import dev.vigil.spi.Backends;
import dev.vigil.spi.Batch;
import dev.vigil.spi.Mechanism;
import dev.vigil.spi.Registrations;
import dev.vigil.spi.Settings;
import dev.vigil.spi.Watch;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.util.Map;
import java.util.Set;

/** A backend of one's own: waits as poll does, and keeps account of how long. Found by the file in META-INF/services. */
public final class TracedBackend implements Backend {
    private Backend poll;

    /** Looked for at the first use: a provider that is made looks for nothing. */
    private Backend poll() {
        if (poll == null) {
            poll = Backends.named("poll");
        }
        return poll;
    }

    @Override
    public String name() {
        return "traced";
    }

    /** Below all others: it is used where it is asked for. */
    @Override
    public int priority() {
        return -100;
    }

    @Override
    public Availability availability() {
        try {
            return poll().availability();
        } catch (IllegalStateException e) {
            return Availability.unavailable("it stands on poll: " + e.getMessage(), e);
        }
    }

    @Override
    public Set<Feature> features() {
        return poll().features();
    }

    @Override
    public Mechanism open(Settings settings, Registrations registrations) throws IOException {
        return new Traced(poll().open(settings, registrations));
    }

    /** What waits once needs no source. */
    @Override
    public Readiness await(int fd, Interest interest, long nanos) throws IOException {
        return poll().await(fd, interest, nanos);
    }

    private static final class Traced extends Mechanism {
        private final Mechanism poll;
        private volatile long waited;

        Traced(Mechanism poll) {
            this.poll = poll;
        }

        /** One thread at a time, since poll has no MANY_WAITERS. Allocates nothing and takes no lock: rule R11. */
        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate")
        public void await(Batch batch, long nanos) throws IOException {
            long begin = System.nanoTime();
            try {
                poll.await(batch, nanos);
            } finally {
                waited += System.nanoTime() - begin;
            }
        }

        @Override
        public Map<String, Long> gauges() {
            return Map.of("traced.waited-nanos", waited);
        }

        @Override
        public int descriptorOf(SelectableChannel channel) throws IOException {
            return poll.descriptorOf(channel);
        }

        @Override
        public void requireNonBlocking(int fd) throws IOException {
            poll.requireNonBlocking(fd);
        }

        @Override
        public void requireTakes(Watch watch, Interest next) throws IOException {
            poll.requireTakes(watch, next);
        }

        @Override
        public void add(Watch watch) throws IOException {
            poll.add(watch);
        }

        @Override
        public void change(Watch watch, Interest from) throws IOException {
            poll.change(watch, from);
        }

        @Override
        public void remove(Watch watch) {
            poll.remove(watch);
        }

        @Override
        public boolean isReplaced(Watch watch) throws IOException {
            return poll.isReplaced(watch);
        }

        @Override
        public long pending(Watch watch) {
            return poll.pending(watch);
        }

        @Override
        public void wake() {
            poll.wake();
        }

        @Override
        public long controlCalls() {
            return poll.controlCalls();
        }

        @Override
        public void close() {
            poll.close();
        }
    }
}
