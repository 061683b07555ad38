package dev.vigil.migrating;

import dev.vigil.Availability;
import dev.vigil.EventHandler;
import dev.vigil.EventSource;
import dev.vigil.Feature;
import dev.vigil.Interest;
import dev.vigil.Registration;
import dev.vigil.contract.Ballast;
import dev.vigil.contract.ChildJvm;
import dev.vigil.spi.Backend;
import dev.vigil.spi.Batch;
import dev.vigil.spi.Mechanism;
import dev.vigil.spi.Registrations;
import dev.vigil.spi.Settings;
import dev.vigil.spi.Watch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A registration for which there is no memory leaves nothing on either side. In a JVM with little of it. */
class WithoutMemoryTest {
    /** As many registrations as the tables hold before they grow again. */
    private static final int FULL = 1 << 13;

    /** What the tables of the source need, and then some, up to where there is enough for those of the sides too. */
    private static final int LEAST = 200_000;

    private static final int STEP = 4_096;
    private static final int TRIES = 30;

    /** A field, for with the memory full no class can be loaded that would keep it. */
    @SuppressWarnings("UnusedVariable")
    private static volatile Object ballast;

    private static final EventHandler NOTHING = (registration, ready) -> {};

    @Test
    void aRegistrationThatRunsOutOfMemoryLeavesNothing() throws Exception {
        ChildJvm.withTestClassPath()
                .options("-Xmx24m", "-XX:+UseSerialGC")
                .run(WithoutMemoryTest.class)
                .assertClean();
    }

    /** Fills the memory to a different degree each time the tables have to grow. */
    public static void main(String[] arguments) throws IOException {
        int refused = 0;
        for (int spare = 0; spare < TRIES; spare++) {
            refused += registerInWant(LEAST + spare * STEP);
        }
        if (refused < 5) {
            throw new AssertionError("there was memory enough, but for " + refused);
        }
    }

    private static int registerInWant(int spare) throws IOException {
        int refused = 0;
        Hot backend = new Hot();
        try (EventSource source = EventSource.builder().backend(backend).open()) {
            List<Registration> standing = new ArrayList<>(FULL + 1);
            while (standing.size() < FULL) {
                standing.add(source.register(standing.size(), Interest.READ.oneShot(), NOTHING));
            }
            ballast = Ballast.allBut(spare);
            try {
                standing.add(source.register(FULL, Interest.READ.oneShot(), NOTHING));
            } catch (OutOfMemoryError e) {
                refused = 1;
            }
            ballast = null;
            standing.forEach(Registration::cancel);
            if (backend.sides.members.size() != 0 || backend.sides.hotList.size() != 0) {
                throw new AssertionError("with " + spare + " bytes: all are cancelled, and members are left");
            }
        }
        return refused;
    }

    /** Everything stays on the hot side, which takes whatever there is. */
    private static final class Hot implements Backend {
        private Sides sides;

        @Override
        public String name() {
            return "hot";
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
            return Set.of(Feature.DESCRIPTORS);
        }

        @Override
        public Mechanism open(Settings settings, Registrations registrations) throws IOException {
            sides = new Sides(new Nothing(), new ColdSet[0], registrations);
            return new ThreadedMechanism(sides, Policies.NEVER, true);
        }
    }

    /** Takes everything and keeps nothing. */
    private static final class Nothing extends Mechanism {
        @Override
        public void add(Watch watch) {
            // It needs no memory for it.
        }

        @Override
        public void change(Watch watch, Interest from) {
            // Nor for this.
        }

        @Override
        public void remove(Watch watch) {
            // It keeps none.
        }

        @Override
        public void await(Batch batch, long nanos) {
            // There is nothing to wait for.
        }

        @Override
        public void wake() {
            // Nobody waits.
        }

        @Override
        public long controlCalls() {
            return 0;
        }

        @Override
        public void close() {
            // It holds nothing.
        }
    }
}
