package dev.vigil.choice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.contract.ChildJvm;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each in a JVM whose class path holds the API, the made-up backends, and a service file. */
class ChoiceTest {
    private static final List<Class<?>> WORKING =
            List.of(MadeUpBackend.Good.class, MadeUpBackend.Absent.class, MadeUpBackend.Better.class);

    private static final String LISTING = """
            ; backends here:
              absent: unavailable, needs another planet
              better: available, priority 20
              good: available, priority 10
            suppressed java.io.IOException: no such planet
            """;

    @TempDir
    Path classes;

    private final ChildJvm jvm = new ChildJvm();

    @BeforeEach
    void copyClasses() throws IOException, URISyntaxException {
        jvm.options("-cp", ChoosingClasses.copyTo(classes));
    }

    private void provide(String... lines) throws IOException {
        ChoosingClasses.provide(classes, lines);
    }

    private void provide(List<Class<?>> backends) throws IOException {
        provide(backends.stream().map(Class::getName).toArray(String[]::new));
    }

    private String run(String... arguments) throws IOException, InterruptedException {
        return jvm.run(Choosing.class, arguments).assertClean().out();
    }

    @Test
    void theAvailableBackendOfHighestPriorityIsChosen() throws Exception {
        provide(WORKING);
        assertEquals("better\n", run("open"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"better", " better , nothing", ",better,,", "absent,better"})
    void theAutomaticChoicePassesOverWhatIsAvoided(String avoided) throws Exception {
        provide(WORKING);
        jvm.options("-Ddev.vigil.backend.avoid=" + avoided);
        assertEquals("good\n", run("open"));
    }

    @Test
    void whenAllAreAvoidedTheErrorSaysSo() throws Exception {
        provide(WORKING);
        jvm.options("-Ddev.vigil.backend.avoid=better,good");
        assertEquals("""
                no backend is available; backends here:
                  absent: unavailable, needs another planet
                  better: available, priority 20, avoided by dev.vigil.backend.avoid
                  good: available, priority 10, avoided by dev.vigil.backend.avoid
                suppressed java.io.IOException: no such planet
                """, run("open"));
    }

    @Test
    void whenThereIsNoBackendTheErrorSaysWhatToAdd() throws Exception {
        provide();
        assertEquals(
                "no backend is available; backends here: none;"
                        + " put vigil-backend-nio or another one on the class path or module path\n",
                run("open"));
    }

    @Test
    void thePropertyForcesABackendAlthoughItIsAvoided() throws Exception {
        provide(WORKING);
        jvm.options("-Ddev.vigil.backend=good", "-Ddev.vigil.backend.avoid=good");
        assertEquals("good\n", run("open"));
    }

    @Test
    void theEnvironmentForcesABackend() throws Exception {
        provide(WORKING);
        jvm.environment("VIGIL_BACKEND", "good");
        assertEquals("good\n", run("open"));
    }

    @Test
    void thePropertyWinsOverTheEnvironment() throws Exception {
        provide(WORKING);
        jvm.options("-Ddev.vigil.backend=good").environment("VIGIL_BACKEND", "better");
        assertEquals("good\n", run("open"));
    }

    @Test
    void aNameInCodeWinsOverPropertyAndEnvironmentAndWhatIsAvoided() throws Exception {
        provide(WORKING);
        jvm.options("-Ddev.vigil.backend=better", "-Ddev.vigil.backend.avoid=good")
                .environment("VIGIL_BACKEND", "absent");
        assertEquals("good\n", run("named", "good"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"epol", "Good", "", " good", "good,better"})
    void aNameInCodeThatIsNoneIsRefusedAndTheErrorListsAll(String name) throws Exception {
        provide(WORKING);
        String refusal = "there is no backend named \"" + name + "\" (";
        assertEquals(refusal + "asked for in code)" + LISTING, run("named", name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void anEmptyNameInTheEnvironmentForcesNothing(String name) throws Exception {
        provide(WORKING);
        jvm.environment("VIGIL_BACKEND", name);
        assertEquals("better\n", run("open"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void anEmptyPropertyLeavesTheChoiceToTheEnvironment(String name) throws Exception {
        provide(WORKING);
        jvm.options("-Ddev.vigil.backend=" + name).environment("VIGIL_BACKEND", "good");
        assertEquals("good\n", run("open"));
    }

    @Test
    void aBackendOverAnotherOneSaysWhyAndDoesNotRepeatTheList() throws Exception {
        provide(List.of(MadeUpBackend.OverAbsent.class, MadeUpBackend.Absent.class, MadeUpBackend.Good.class));
        assertEquals("""
                there is no backend named "none" (asked for in code); backends here:
                  over-absent: unavailable, backend absent is unavailable: needs another planet
                  absent: unavailable, needs another planet
                  good: available, priority 10
                suppressed dev.vigil.BackendUnavailableException: backend absent is unavailable: needs another planet
                suppressed java.io.IOException: no such planet
                """, run("named", "none"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"epol", " good"})
    void aNameInTheEnvironmentThatIsNoneIsRefused(String name) throws Exception {
        provide(WORKING);
        String refusal = "there is no backend named \"" + name + "\" (forced by the ";
        jvm.environment("VIGIL_BACKEND", name);
        assertEquals(refusal + "environment variable VIGIL_BACKEND)" + LISTING, run("open"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"epol", "good "})
    void aNameInThePropertyThatIsNoneIsRefused(String name) throws Exception {
        provide(WORKING);
        jvm.options("-Ddev.vigil.backend=" + name);
        assertEquals(
                "there is no backend named \"" + name + "\" (forced by the system property dev.vigil.backend)"
                        + LISTING,
                run("open"));
    }

    @Test
    void aForcedBackendThatIsUnavailableIsRefusedAndNotReplaced() throws Exception {
        provide(WORKING);
        jvm.options("-Ddev.vigil.backend=absent");
        assertEquals(
                "backend absent (forced by the system property dev.vigil.backend) is unavailable: needs another planet"
                        + LISTING,
                run("open"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ThrowingProbe       | throwing: unavailable, its probe failed: java.lang.IllegalStateException: the probe broke
            UnlinkedProbe       | unlinked: unavailable, its probe failed: java.lang.UnsatisfiedLinkError: no symbol kqueue
            NullProbe           | null-probe: unavailable, its probe failed: java.lang.NullPointerException: its availability
            ThrowingFeatures    | featureless: unavailable, its features cannot be had: java.lang.IllegalStateException: the features broke
            ThrowingPriority    | dev.vigil.choice.MadeUpBackend$ThrowingPriority: unavailable, it does not tell its name and priority: java.lang.IllegalStateException: the priority broke
            ThrowingName        | dev.vigil.choice.MadeUpBackend$ThrowingName: unavailable, it does not tell its name and priority: java.lang.NoClassDefFoundError: Name
            NullName            | dev.vigil.choice.MadeUpBackend$NullName: unavailable, it does not tell its name and priority: java.lang.NullPointerException: its name
            ThrowingConstructor | dev.vigil.choice.MadeUpBackend$ThrowingConstructor: unavailable, failed to load: java.lang.IllegalArgumentException: the constructor broke
            UnlinkedConstructor | dev.vigil.choice.MadeUpBackend$UnlinkedConstructor: unavailable, failed to load: java.lang.NoClassDefFoundError: jnr/ffi/Runtime
            NeverWritten        | dev.vigil.choice.MadeUpBackend$NeverWritten: unavailable, failed to load: java.util.ServiceConfigurationError: dev.vigil.spi.Backend: Provider dev.vigil.choice.MadeUpBackend$NeverWritten not found
            Orphan              | unknown provider: unavailable, failed to load: java.lang.ClassNotFoundException: dev.vigil.choice.MadeUpBackend$Gone
            """)
    void aBrokenProviderIsListedWithItsCauseAndStopsNoOther(String provider, String line) throws Exception {
        String broken = MadeUpBackend.class.getName() + "$" + provider;
        provide(MadeUpBackend.Good.class.getName(), broken, MadeUpBackend.Better.class.getName());
        String message = run("named", "none");
        assertTrue(message.contains("\n  " + line + "\n"), message);
        assertTrue(message.contains("\n  better: available, priority 20\n  "), message);
        assertTrue(message.contains("\n  good: available, priority 10\n"), message);
        assertTrue(message.contains("\nsuppressed java.lang.") || message.contains("\nsuppressed java.util."), message);
    }

    @Test
    void brokenProvidersDoNotStopTheAutomaticChoice() throws Exception {
        provide(
                MadeUpBackend.Orphan.class.getName(),
                MadeUpBackend.ThrowingConstructor.class.getName(),
                MadeUpBackend.UnlinkedConstructor.class.getName(),
                "dev.vigil.choice.NeverWritten",
                MadeUpBackend.ThrowingProbe.class.getName(),
                MadeUpBackend.UnlinkedProbe.class.getName(),
                MadeUpBackend.ThrowingFeatures.class.getName(),
                MadeUpBackend.NullFeatures.class.getName(),
                MadeUpBackend.NullProbe.class.getName(),
                MadeUpBackend.ThrowingPriority.class.getName(),
                MadeUpBackend.ThrowingName.class.getName(),
                MadeUpBackend.NullName.class.getName(),
                MadeUpBackend.Good.class.getName());
        assertEquals("good\n", run("open"));
    }

    @Test
    void theListNamesEveryBackendTheBestFirst() throws Exception {
        provide(WORKING);
        jvm.options("-Ddev.vigil.backend.avoid=good");
        assertEquals("""
                absent 300 false [] false needs another planet
                better 20 true [channels] false\s
                good 10 true [channels] true\s
                """, run("list"));
    }
}
