package dev.vigil.raw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.contract.Imports;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The libc floor knows nothing of what stands on it. */
class PackagesTest {
    private static final Set<String> ALLOWED = Set.of("dev.vigil", "dev.vigil.spi", "dev.vigil.wait");

    @Test
    void theFloorKnowsNothingAboveIt() throws IOException {
        Map<String, Set<String>> imports = Imports.byPackage();
        assertTrue(imports.get("dev.vigil.raw").contains("dev.vigil.posix"), imports::toString);
        imports.get("dev.vigil.posix").removeAll(ALLOWED);
        assertEquals(Set.of(), imports.get("dev.vigil.posix"));
    }
}
