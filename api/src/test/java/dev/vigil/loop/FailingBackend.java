package dev.vigil.loop;

import dev.vigil.Availability;
import dev.vigil.Feature;
import dev.vigil.Interest;
import dev.vigil.spi.Backend;
import dev.vigil.spi.Batch;
import dev.vigil.spi.Mechanism;
import dev.vigil.spi.Registrations;
import dev.vigil.spi.Settings;
import dev.vigil.spi.Watch;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Another backend whose waits fail while they are told to, and whose closing does, as those of a set that somebody has closed. */
final class FailingBackend implements Backend {
    volatile boolean waitsFail;
    volatile boolean closingFails;
    final AtomicInteger failures = new AtomicInteger();
    private final Backend backend;

    /** Run by each wait that fails. */
    volatile Runnable beforeFailing = () -> {};

    FailingBackend(Backend backend) {
        this.backend = backend;
    }

    @Override
    public String name() {
        return backend.name();
    }

    @Override
    public int priority() {
        return backend.priority();
    }

    @Override
    public Availability availability() {
        return backend.availability();
    }

    @Override
    public Set<Feature> features() {
        return backend.features();
    }

    @Override
    public Mechanism open(Settings settings, Registrations registrations) throws IOException {
        return new Failing(backend.open(settings, registrations));
    }

    private final class Failing extends Mechanism {
        private final Mechanism mechanism;

        Failing(Mechanism mechanism) {
            this.mechanism = mechanism;
        }

        @Override
        public Batch newBatch(int limit) {
            return mechanism.newBatch(limit);
        }

        @Override
        public int descriptorOf(SelectableChannel channel) throws IOException {
            return mechanism.descriptorOf(channel);
        }

        @Override
        public void requireNonBlocking(int fd) throws IOException {
            mechanism.requireNonBlocking(fd);
        }

        @Override
        public void add(Watch watch) throws IOException {
            mechanism.add(watch);
        }

        @Override
        public void change(Watch watch, Interest from) throws IOException {
            mechanism.change(watch, from);
        }

        @Override
        public void remove(Watch watch) {
            mechanism.remove(watch);
        }

        @Override
        public void rotate(Watch watch) throws IOException {
            mechanism.rotate(watch);
        }

        @Override
        public boolean isReplaced(Watch watch) throws IOException {
            return mechanism.isReplaced(watch);
        }

        @Override
        public void await(Batch batch, long nanos) throws IOException {
            if (waitsFail) {
                failures.incrementAndGet();
                beforeFailing.run();
                throw new IOException("Bad file descriptor");
            }
            mechanism.await(batch, nanos);
        }

        @Override
        public void flush() {
            mechanism.flush();
        }

        @Override
        public void wake() {
            mechanism.wake();
        }

        @Override
        public boolean rebuild(Iterable<Watch> watches) throws IOException {
            return mechanism.rebuild(watches);
        }

        @Override
        public boolean handlesInterrupt() {
            return mechanism.handlesInterrupt();
        }

        @Override
        public OptionalInt fd() {
            return mechanism.fd();
        }

        @Override
        public long controlCalls() {
            return mechanism.controlCalls();
        }

        @Override
        public long promotions() {
            return mechanism.promotions();
        }

        @Override
        public long demotions() {
            return mechanism.demotions();
        }

        @Override
        public Map<String, Long> gauges() {
            return mechanism.gauges();
        }

        @Override
        public void close() {
            mechanism.close();
            if (closingFails) {
                throw new IllegalStateException("Bad file descriptor");
            }
        }
    }
}
