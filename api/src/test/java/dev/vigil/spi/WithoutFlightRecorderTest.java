package dev.vigil.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vigil.contract.ChildJvm;
import org.junit.jupiter.api.Test;

class WithoutFlightRecorderTest {
    @Test
    void eventsAreDeliveredWhereTheModuleOfTheFlightRecorderIsMissing() throws Exception {
        String out = ChildJvm.withTestClassPath()
                .options("--limit-modules", "java.base")
                .run(OneEvent.class)
                .assertClean()
                .out();
        assertEquals("no recorder\n1 event\n", out);
    }
}
