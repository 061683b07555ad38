package dev.vigil.bench.mechanism;

import dev.vigil.EventSource;
import dev.vigil.Feature;
import dev.vigil.Interest;
import dev.vigil.Registration;
import dev.vigil.Statistics;
import java.io.IOException;

/** One of Vigil's backends, through the public API: raw descriptors where it takes them, else channels. */
final class VigilMechanism implements Mechanism {
    private static final Interest BOTH = Interest.READ.and(Interest.WRITE);

    private final String backend;
    private EventSource source;
    private Registration[] registrations;

    VigilMechanism(String backend) {
        this.backend = backend;
    }

    @Override
    public String version() {
        String version = EventSource.class.getPackage().getImplementationVersion();
        return version == null ? "0.2.0-SNAPSHOT" : version;
    }

    @Override
    public void open(int capacity) throws IOException {
        source = MigratingVariant.open(backend);
        registrations = new Registration[capacity];
    }

    @Override
    public Pairs.Opener opener() {
        return source.features().contains(Feature.DESCRIPTORS) ? new RawOpener() : new ChannelOpener();
    }

    @Override
    public void add(int index, Pair pair, ReadyHandler handler) throws IOException {
        registrations[index] = pair.channel() == null
                ? source.register(pair.watched(), Interest.READ, (registration, ready) -> handler.ready(index))
                : source.register(pair.channel(), Interest.READ, (registration, ready) -> handler.ready(index));
    }

    @Override
    public void remove(int index) {
        registrations[index].cancel();
    }

    @Override
    public void update(int index, boolean write) throws IOException {
        registrations[index].update(write ? BOTH : Interest.READ);
    }

    @Override
    public void oneShot(int index) throws IOException {
        registrations[index].update(Interest.READ.oneShot());
    }

    @Override
    public void rearm(int index) throws IOException {
        registrations[index].rearm();
    }

    @Override
    public void pollNow() throws IOException {
        source.pollNow();
    }

    @Override
    public void poll() throws IOException {
        source.poll();
    }

    @Override
    public void poll(long nanos) throws IOException {
        source.poll(nanos);
    }

    @Override
    public void wake() {
        source.wakeup();
    }

    @Override
    public Counters counters() {
        Statistics statistics = source.statistics();
        return new Counters(statistics.waits(), statistics.controlCalls(), statistics.scanned());
    }

    @Override
    public long gauge(String name) {
        return source.statistics().gauges().getOrDefault(name, -1L);
    }

    @Override
    public void close() {
        if (source != null) {
            source.close();
        }
    }
}
