package dev.vigil.migrating;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.contract.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every native call of every operation, failing in every way it can: {@code target/faults.md} is the table. */
class FaultTest {
    private static final Path TABLE = Path.of("target", "faults.md").toAbsolutePath();

    @Test
    void whateverNativeCallFailsNothingLeaksNoEventIsLostAndTheExceptionIsDocumented() throws Exception {
        ChildJvm.Ended ended =
                ChildJvm.withTestClassPath().optionsFromBuild().run(FaultProgram.class, TABLE.toString());
        List<String> wrong =
                ended.out().lines().filter(line -> line.contains(" with ")).collect(Collectors.toList());
        assertTrue(ended.out().stripTrailing().endsWith(" wrong"), ended::toString);
        assertEquals(List.of(), wrong, ended::err);
        assertTrue(Files.readAllLines(TABLE).size() > 100, "the table is short");
    }
}
