package dev.vigil.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.Registration;
import dev.vigil.contract.Recorder;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers that come back, small ones and those that are too large for the table of numbers. */
class LargeNumberTest {
    private final ScriptedMechanism mechanism = new ScriptedMechanism();

    @ParameterizedTest
    @ValueSource(ints = {0, 1 << 20, (1 << 20) + 1, Integer.MAX_VALUE})
    void aNumberThatComesBackReportsToItsNewHandlerOnly(int fd) throws IOException {
        try (EventSource source = mechanism.open()) {
            Recorder old = new Recorder();
            Recorder young = new Recorder();
            Registration before = source.register(fd, Interest.READ, old);
            assertThrows(IllegalStateException.class, () -> source.register(fd, Interest.READ, young));
            mechanism.replaced = true;
            Registration after = source.register(fd, Interest.READ, young);
            assertFalse(before.isActive());
            before.cancel();
            assertTrue(after.isActive());
            mechanism.then((batch, nanos) -> batch.add(mechanism.words.get(fd), Readiness.READABLE_BIT));
            assertEquals(1, source.pollNow());
            assertEquals(1, young.count());
            assertEquals(0, old.count());
            after.cancel();
            source.register(fd, Interest.READ, old);
        }
    }
}
