package dev.vigil.waits;

import dev.vigil.Availability;
import dev.vigil.Feature;
import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.spi.Backend;
import dev.vigil.spi.Batch;
import dev.vigil.spi.Mechanism;
import dev.vigil.spi.Registrations;
import dev.vigil.spi.Settings;
import dev.vigil.spi.Watch;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Another backend, whose waits are counted. */
final class CountingBackend implements Backend {
    private final Backend backend;
    private final AtomicInteger waits = new AtomicInteger();

    CountingBackend(Backend backend) {
        this.backend = backend;
    }

    /** How many waits its mechanisms have made. */
    int waits() {
        return waits.get();
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
    public Readiness await(int fd, Interest interest, long nanos) throws IOException {
        return backend.await(fd, interest, nanos);
    }

    @Override
    public Mechanism open(Settings settings, Registrations registrations) throws IOException {
        return new Counting(backend.open(settings, registrations));
    }

    /** What a watching thread needs of a mechanism. */
    private final class Counting extends Mechanism {
        private final Mechanism mechanism;

        Counting(Mechanism mechanism) {
            this.mechanism = mechanism;
        }

        @Override
        public Batch newBatch(int limit) {
            return mechanism.newBatch(limit);
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
        public void await(Batch batch, long nanos) throws IOException {
            waits.incrementAndGet();
            mechanism.await(batch, nanos);
        }

        @Override
        public void wake() {
            mechanism.wake();
        }

        @Override
        public long controlCalls() {
            return mechanism.controlCalls();
        }

        @Override
        public void close() {
            mechanism.close();
        }
    }
}
