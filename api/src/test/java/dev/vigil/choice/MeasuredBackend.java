package dev.vigil.choice;

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
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Set;

/** A backend that sees what is ready, and whose waits cost what they are told to. */
abstract class MeasuredBackend implements Backend {
    /** What a wait of a dear one takes at least. */
    static final long DEAR = 100_000;

    private final String name;
    private final int priority;
    private final long costNanos;
    private final Set<Feature> features;

    MeasuredBackend(String name, int priority, long costNanos, Feature... features) {
        this.name = name;
        this.priority = priority;
        this.costNanos = costNanos;
        this.features = Set.of(features);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int priority() {
        return priority;
    }

    @Override
    public Availability availability() {
        return Availability.available();
    }

    @Override
    public Set<Feature> features() {
        return features;
    }

    @Override
    public Mechanism open(Settings settings, Registrations registrations) throws IOException {
        return new Selecting(costNanos);
    }

    /** Waits with a Selector, after it has held the processor for a time. */
    static class Selecting extends Mechanism {
        private final Selector selector = Selector.open();
        private final long costNanos;

        Selecting(long costNanos) throws IOException {
            this.costNanos = costNanos;
        }

        @Override
        public int descriptorOf(SelectableChannel channel) {
            return -1;
        }

        @Override
        public void add(Watch watch) throws IOException {
            watch.attachment = watch.channel().register(selector, SelectionKey.OP_READ, watch);
        }

        @Override
        public void change(Watch watch, Interest from) {
            ((SelectionKey) watch.attachment).interestOps(watch.interest() == Interest.NONE ? 0 : SelectionKey.OP_READ);
        }

        @Override
        public void remove(Watch watch) {
            ((SelectionKey) watch.attachment).cancel();
        }

        @Override
        public void await(Batch batch, long nanos) throws IOException {
            long start = System.nanoTime();
            selector.selectNow(key -> batch.add(((Watch) key.attachment()).word(), Readiness.READABLE_BIT));
            while (System.nanoTime() - start < costNanos) {
                Thread.onSpinWait();
            }
        }

        @Override
        public void wake() {
            selector.wakeup();
        }

        @Override
        public long controlCalls() {
            return 0;
        }

        @Override
        public void close() {
            try {
                selector.close();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** The one that priority chooses. */
    public static final class Dear extends MeasuredBackend {
        /** For ServiceLoader. */
        public Dear() {
            super("dear", 20, DEAR, Feature.CHANNELS);
        }
    }

    /** The one that measurement chooses. */
    public static final class Cheap extends MeasuredBackend {
        /** For ServiceLoader. */
        public Cheap() {
            super("cheap", 10, 0, Feature.CHANNELS);
        }
    }

    /** Takes descriptors too, or says so. */
    public static final class Able extends MeasuredBackend {
        /** For ServiceLoader. */
        public Able() {
            super("able", 30, DEAR, Feature.CHANNELS, Feature.DESCRIPTORS);
        }
    }

    /** Cheap, for it sees nothing. */
    public static final class Blind extends MeasuredBackend {
        /** For ServiceLoader. */
        public Blind() {
            super("blind", 40, 0, Feature.CHANNELS);
        }

        @Override
        public Mechanism open(Settings settings, Registrations registrations) throws IOException {
            return new Closed(true);
        }
    }

    /** Takes no channel in spite of what it says. */
    public static final class Refusing extends MeasuredBackend {
        /** For ServiceLoader. */
        public Refusing() {
            super("refusing", 50, 0, Feature.CHANNELS);
        }

        @Override
        public Mechanism open(Settings settings, Registrations registrations) throws IOException {
            return new Closed(false);
        }
    }

    /** Takes no channel, or takes it and tells nothing. */
    static final class Closed extends Selecting {
        private final boolean isTaking;

        Closed(boolean isTaking) throws IOException {
            super(0);
            this.isTaking = isTaking;
        }

        @Override
        public void add(Watch watch) throws IOException {
            if (!isTaking) {
                throw new UnsupportedOperationException("no flag, no channel");
            }
            super.add(watch);
        }

        @Override
        public void await(Batch batch, long nanos) {}
    }

    /** Has the name that stands for the cheapest. */
    public static final class Usurper extends MeasuredBackend {
        /** For ServiceLoader. */
        public Usurper() {
            super("auto", 60, 0, Feature.CHANNELS);
        }
    }
}
