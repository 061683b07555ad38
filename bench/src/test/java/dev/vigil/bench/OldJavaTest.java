package dev.vigil.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the two scripts of the root say when java is too old: scripts of the test stand for it. */
class OldJavaTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @TempDir
    private Path home;

    private Path java;

    @BeforeEach
    void standIn() throws IOException {
        java = Files.createDirectory(home.resolve("bin")).resolve("java");
        Files.createFile(home.resolve("bin").resolve("javac"));
    }

    @ParameterizedTest
    @CsvSource({"bench/run, 11.0.2", "./mvnw, 11.0.2", "./mvnw, 1.8.0_292", "bench/run, 16", "./mvnw, 9-internal"})
    void anOldOneIsTold(String script, String version) throws Exception {
        say(version);
        assertTold(script, version);
    }

    @Test
    void theFileInItsFolderTellsAsWell() throws Exception {
        say("17.0.1");
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"15.0.1\"\n");
        assertTold("bench/run", "15.0.1");
    }

    @ParameterizedTest
    @CsvSource({"17", "17.0.9", "21-ea", "25.0.1", "100"})
    void aNewerOneIsNot(String version) throws Exception {
        say(version);
        assertEquals("0: ", run(".mvn/require-java", "name"));
    }

    @Test
    void whatTellsNoVersionSpeaksForItself() throws Exception {
        Files.writeString(java, "#!/bin/sh\necho broken >&2\nexit 3\n");
        assertTrue(java.toFile().setExecutable(true));
        assertEquals("0: ", run(".mvn/require-java", "name"));
    }

    private void assertTold(String script, String version) throws Exception {
        assertEquals(
                "1: " + script + ": " + java + " is Java " + version + ", and a JDK 17 or later is needed:"
                        + " put one on the path, or name its folder in JAVA_HOME\n",
                run(script, "backends"));
    }

    private void say(String version) throws IOException {
        Files.writeString(
                java,
                "#!/bin/sh\n[ \"$1\" = -version ] || exit 7\necho 'openjdk version \"" + version
                        + "\" 2019-01-15' >&2\n");
        assertTrue(java.toFile().setExecutable(true));
    }

    /** The status and all that was said. */
    private String run(String script, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(ROOT.resolve(script).toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("JAVA_HOME", home.toString());
        Path said = home.resolve("said");
        Process process =
                builder.redirectErrorStream(true).redirectOutput(said.toFile()).start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "ended");
        return process.exitValue() + ": " + Files.readString(said);
    }
}
