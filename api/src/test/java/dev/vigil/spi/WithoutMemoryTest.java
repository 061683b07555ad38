package dev.vigil.spi;

import dev.vigil.EventHandler;
import dev.vigil.EventSource;
import dev.vigil.Feature;
import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.Registration;
import dev.vigil.contract.Ballast;
import dev.vigil.contract.ChildJvm;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A registration for which there is no memory leaves the source as it was. In a JVM with little of it. */
class WithoutMemoryTest {
    /** As many registrations as the tables hold before they grow again. */
    private static final int FULL = 1 << 13;

    /** A field, for with the memory full no class can be loaded that would keep it. */
    @SuppressWarnings("UnusedVariable")
    private static volatile Object ballast;

    private static final EventHandler NOTHING = (registration, ready) -> {};

    @Test
    void aRegistrationThatRunsOutOfMemoryLeavesNothingAndTheNextOneStands() throws Exception {
        ChildJvm.withTestClassPath()
                .options("-Xmx24m", "-XX:+UseSerialGC")
                .run(WithoutMemoryTest.class)
                .assertClean();
    }

    /** Fills the memory to a different degree each time the tables of the source have to grow. */
    public static void main(String[] arguments) throws IOException {
        int refused = 0;
        for (int spare = 0; spare < 24; spare++) {
            ScriptedMechanism mechanism = new ScriptedMechanism();
            try (EventSource source = mechanism.open(Feature.DESCRIPTORS)) {
                refused += registerInWant(source, mechanism, spare);
            }
        }
        if (refused < 10) {
            throw new AssertionError("there was memory enough, but for " + refused);
        }
    }

    private static int registerInWant(EventSource source, ScriptedMechanism mechanism, int spare) throws IOException {
        List<Registration> standing = new ArrayList<>();
        while (standing.size() < FULL) {
            standing.add(source.register(standing.size(), Interest.READ, NOTHING));
        }
        int refused = 0;
        ballast = Ballast.allBut(spare * 8_192);
        try {
            standing.add(source.register(FULL, Interest.READ, NOTHING));
        } catch (OutOfMemoryError e) {
            refused = 1;
        }
        ballast = null;
        while (standing.size() < FULL + 100) {
            standing.add(source.register(standing.size(), Interest.READ, NOTHING));
        }
        for (int fd = 0; fd < standing.size(); fd += 500) {
            assertTold(source, mechanism, standing.get(fd));
        }
        return refused;
    }

    private static void assertTold(EventSource source, ScriptedMechanism mechanism, Registration before)
            throws IOException {
        int fd = before.fd();
        before.cancel();
        boolean[] told = new boolean[1];
        source.register(fd, Interest.READ, (registration, ready) -> told[0] = registration.fd() == fd);
        mechanism.then((batch, nanos) -> batch.add(mechanism.words.get(fd), Readiness.READABLE_BIT));
        source.pollNow();
        if (!told[0]) {
            throw new AssertionError("descriptor " + fd + " was not told of");
        }
    }
}
