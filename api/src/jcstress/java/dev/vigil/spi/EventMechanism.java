package dev.vigil.spi;

import dev.vigil.Availability;
import dev.vigil.EventSource;
import dev.vigil.Feature;
import dev.vigil.Interest;
import dev.vigil.Readiness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectableChannel;
import java.util.EnumSet;
import java.util.Set;

/** Tells each wait of the first watch that was added: as a kernel does whose event is under way while everything changes. */
final class EventMechanism extends Mechanism implements Backend {
    private volatile long word;

    EventSource source() {
        try {
            return Backends.open(this, Settings.DEFAULT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void add(Watch watch) {
        if (word == 0) {
            word = watch.word();
        }
    }

    @Override
    public void await(Batch batch, long nanos) {
        batch.add(word, Readiness.READABLE_BIT);
    }

    @Override
    public int descriptorOf(SelectableChannel channel) {
        return -1;
    }

    @Override
    public void change(Watch watch, Interest from) {}

    @Override
    public void remove(Watch watch) {}

    @Override
    public void wake() {}

    @Override
    public long controlCalls() {
        return 0;
    }

    @Override
    public void close() {}

    @Override
    public String name() {
        return "events";
    }

    @Override
    public int priority() {
        return -1;
    }

    @Override
    public Availability availability() {
        return Availability.available();
    }

    @Override
    public Set<Feature> features() {
        return EnumSet.of(Feature.DESCRIPTORS, Feature.MANY_WAITERS);
    }

    @Override
    public Mechanism open(Settings settings, Registrations registrations) {
        return this;
    }
}
