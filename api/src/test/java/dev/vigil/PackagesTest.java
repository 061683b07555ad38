package dev.vigil;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.contract.Imports;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which package may know which: arrows run one way, with the loop below acceptors and relays, which do not know each other. */
class PackagesTest {
    private static final String ROOT = "dev.vigil";
    private static final String SPI = "dev.vigil.spi";
    private static final String WAIT = "dev.vigil.wait";
    private static final String AUTO = "dev.vigil.auto";
    private static final String LOOP = "dev.vigil.loop";
    private static final String CARRY = "dev.vigil.carry";

    /** The root, what backends share, what measures them, and what parks a thread are faces of one thing; what stands above sees them all. */
    private static final Map<String, Set<String>> MAY_KNOW = Map.of(
            ROOT,
            Set.of(SPI),
            SPI,
            Set.of(ROOT, AUTO, WAIT),
            AUTO,
            Set.of(ROOT, SPI),
            WAIT,
            Set.of(ROOT, SPI),
            LOOP,
            Set.of(ROOT, SPI),
            CARRY,
            Set.of(ROOT),
            "dev.vigil.accept",
            Set.of(ROOT, SPI, LOOP),
            "dev.vigil.relay",
            Set.of(ROOT, SPI, LOOP),
            "dev.vigil.stream",
            Set.of(ROOT, SPI, LOOP, CARRY, "dev.vigil.accept", "dev.vigil.relay"));

    @Test
    void everyPackageKnowsOnlyThoseBelowIt() throws IOException {
        Map<String, Set<String>> imports = Imports.byPackage();
        assertTrue(imports.keySet().containsAll(MAY_KNOW.keySet()), imports::toString);
        MAY_KNOW.forEach((name, allowed) -> {
            Set<String> known = imports.get(name);
            known.removeAll(allowed);
            assertEquals(Set.of(), known, name + " knows what is not below it");
        });
    }
}
