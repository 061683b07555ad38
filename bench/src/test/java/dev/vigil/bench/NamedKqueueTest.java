package dev.vigil.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.contract.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kqueue takes part wherever a library is named, by the property or the environment; both reach the workers. */
class NamedKqueueTest {
    private static final String PROPERTY = "dev.vigil.kqueue.library";

    @TempDir
    private Path directory;

    private ChildJvm.Ended ready(ChildJvm jvm) throws Exception {
        return jvm.optionsFromBuild()
                .options(Main.class.getName(), "scenario", "ready")
                .run(
                        "--contenders",
                        "kqueue",
                        "--watched",
                        "10",
                        "--active",
                        "2",
                        "--rounds",
                        "2",
                        "--round-time",
                        "2",
                        "--warm-up",
                        "1",
                        "--json",
                        directory.resolve("run.json").toString());
    }

    private void assertMeasured(ChildJvm.Ended ended) throws Exception {
        assertEquals(0, ended.status(), ended.err());
        String json = Files.readString(directory.resolve("run.json"));
        assertTrue(json.contains("\"contender\" : \"kqueue\""), json);
    }

    @Test
    void aLibraryNamedByThePropertyReachesTheWorkers() throws Exception {
        assertMeasured(
                ready(ChildJvm.withTestClassPath().options("-D" + PROPERTY + "=" + TestKqueue.compile(directory))));
    }

    @Test
    void aLibraryNamedInTheEnvironmentReachesTheWorkers() throws Exception {
        assertMeasured(ready(ChildJvm.withTestClassPath()
                .environment(
                        "VIGIL_KQUEUE_LIBRARY", TestKqueue.compile(directory).toString())));
    }

    @Test
    void aLibraryThatIsMissingIsTheReasonWhyItIsAbsent() throws Exception {
        ChildJvm.Ended ended = ready(ChildJvm.withTestClassPath().options("-D" + PROPERTY + "=/nowhere/libkqueue.so"));
        assertEquals(2, ended.status(), ended.err());
        assertTrue(
                ended.err().contains("contender kqueue is absent: there is no file /nowhere/libkqueue.so"),
                ended.err());
    }
}
