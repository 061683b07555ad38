package dev.vigil.migrating;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vigil.contract.ChildJvm;
import dev.vigil.posix.OperatingSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A program among others: signals, children, other libraries, class loaders, and JVMs that are told to be different. */
class NeighbourTest {
    @BeforeAll
    static void thisIsLinux() {
        assumeTrue(OperatingSystem.CURRENT == OperatingSystem.LINUX, "/proc, and all backends");
    }

    private static List<String> run(ChildJvm jvm, String... arguments) throws IOException, InterruptedException {
        ChildJvm.Ended ended = jvm.run(NeighbourProgram.class, arguments);
        List<String> lines = ended.out().lines().toList();
        assertTrue(lines.contains("ends"), ended::toString);
        assertEquals(
                List.of(),
                lines.stream().filter(line -> line.startsWith("WRONG")).toList());
        return lines;
    }

    private static ChildJvm jvm(String... options) {
        return ChildJvm.withTestClassPath()
                .optionsFromBuild()
                .options("-Ddev.vigil.backend.auto.file=off")
                .options(options);
    }

    @Test
    void stopsAndThreadDumpsLoseNothing() throws Exception {
        List<String> lines = run(jvm(), "signals");
        assertTrue(lines.stream().anyMatch(line -> line.startsWith("Full thread dump")), "no thread dump was made");
    }

    @Test
    void whatAChildHoldsIsNobodysAndMakesNobodySpin() throws Exception {
        assertEquals(4, run(jvm(), "child").size());
    }

    @Test
    void numbersThatALibraryOpensAndClosesAllTheTimeBringNoEvents() throws Exception {
        assertEquals(4, run(jvm(), "numbers").size());
    }

    /** 200 by command: {@code -Dvigil.trust.loaders=200}. */
    @Test
    void aClassLoaderThatGoesAwayIsCollected() throws Exception {
        run(jvm("-XX:+UseSerialGC"), "loaders", System.getProperty("vigil.trust.loaders", "40"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-Xint", "-XX:+UseZGC"})
    void anyJvmWillDo(String option) throws Exception {
        run(jvm(option), "everything");
    }

    @EnabledIfSystemProperty(named = "vigil.trust.jvms", matches = "all")
    @ParameterizedTest
    @ValueSource(strings = {"-Xcomp", "-XX:+UseParallelGC", "-XX:-UseCompressedOops", "-XX:TieredStopAtLevel=1"})
    void andSlowOnesToo(String option) throws Exception {
        run(jvm(option), "everything");
    }

    @Test
    void aSecurityManagerThatAllowsItIsAsked(@TempDir Path directory) throws Exception {
        assumeTrue(Runtime.version().feature() < 24, "JDK 24 has done away with them");
        Path policy =
                Files.writeString(directory.resolve("policy"), "grant { permission java.security.AllPermission; };\n");
        run(jvm("-Djava.security.manager", "-Djava.security.policy==" + policy), "everything");
    }
}
