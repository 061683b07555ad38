package dev.vigil.selector;

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
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** A backend that writes down what it is told, sees nothing, and refuses as often as it is asked to. */
final class MadeUpBackend implements Backend {
    private static final long NOBODYS_WORD = 4711;

    final List<String> calls = new ArrayList<>();
    int refusals;

    /** Whether each wait brings a word of nobody's, until the set is made anew. */
    boolean ghost;

    /** Thrown once, by the next call. */
    Throwable failure;

    /** Thrown by each attempt to make a batch. */
    RuntimeException batchFailure;

    /** Run within each call. */
    Runnable within = () -> {};

    Set<Feature> features = EnumSet.of(Feature.CHANNELS, Feature.DESCRIPTORS);

    @Override
    public String name() {
        return "made-up";
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
        return features;
    }

    @Override
    public Mechanism open(Settings settings, Registrations registrations) {
        return new MadeUpMechanism();
    }

    private final class MadeUpMechanism extends Mechanism {
        private void call(String name) throws IOException {
            calls.add(name);
            within.run();
            Throwable thrown = failure;
            failure = null;
            if (thrown instanceof RuntimeException e) {
                throw e;
            }
            if (thrown instanceof Error e) {
                throw e;
            }
            if (refusals > 0) {
                refusals--;
                throw new IOException("no room");
            }
        }

        @Override
        public Batch newBatch(int limit) {
            if (batchFailure != null) {
                throw batchFailure;
            }
            return super.newBatch(limit);
        }

        @Override
        public void add(Watch watch) throws IOException {
            call("add " + watch.interest());
        }

        @Override
        public void change(Watch watch, Interest from) throws IOException {
            call("change " + from + " to " + watch.interest());
        }

        @Override
        public void remove(Watch watch) {
            calls.add("remove " + watch.interest());
        }

        @Override
        public int descriptorOf(SelectableChannel channel) {
            return -1;
        }

        @Override
        public void release(Watch watch) {
            calls.add("release " + watch.interest());
        }

        @Override
        public void await(Batch batch, long nanos) {
            if (ghost) {
                batch.add(NOBODYS_WORD, Readiness.READABLE_BIT);
            } else if (nanos > 0) {
                LockSupport.parkNanos(nanos);
            }
        }

        @Override
        public boolean rebuild(Iterable<Watch> watches) throws IOException {
            call("rebuild");
            ghost = false;
            return true;
        }

        @Override
        public void wake() {
            calls.add("wake");
        }

        @Override
        public long controlCalls() {
            return calls.size();
        }

        @Override
        public void close() {
            calls.add("close");
        }
    }
}
