package dev.vigil.choice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vigil.contract.ChildJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The choice by measurement, each in a JVM of its own, among backends whose cost is made up. */
class AutoTest {
    private static final String FILE = "dev.vigil.backend.auto.file";
    private static final String HEAD = "vigil-backend-costs 1\n";

    @TempDir
    Path classes;

    @TempDir
    Path folder;

    private Path file;
    private String classPath;
    private final List<String> options = new ArrayList<>();
    private String environmentName = "VIGIL_BACKEND";
    private String environmentValue = "";

    /** Long enough for a machine with other work: these are no figures. */
    @BeforeEach
    void prepare() throws Exception {
        classPath = ChoosingClasses.copyTo(classes);
        file = folder.resolve("costs");
        options.add("-Ddev.vigil.backend.auto.millis=800");
        options.add("-D" + FILE + "=" + file);
        provide(MeasuredBackend.Dear.class, MeasuredBackend.Cheap.class);
    }

    private void provide(Class<?>... backends) throws IOException {
        ChoosingClasses.provide(classes, Stream.of(backends).map(Class::getName).toArray(String[]::new));
    }

    private ChildJvm.Ended run(String... arguments) throws IOException, InterruptedException {
        return new ChildJvm()
                .options("-cp", classPath)
                .options(options.toArray(String[]::new))
                .environment(environmentName, environmentValue)
                .run(Choosing.class, arguments);
    }

    private void assertChosen(String backend, String... arguments) throws Exception {
        assertEquals(backend + "\n", run(arguments).assertClean().out());
    }

    /** What came of two openings, and what the choice says of itself; the numbers in it are left out. */
    private static String account(ChildJvm.Ended ended) {
        assertEquals(0, ended.status(), ended::err);
        return ended.out().replaceAll("\\d+ microseconds", "N microseconds");
    }

    /** Figures of made-up kinds, in a file as it is written here. */
    private void keep(String... lines) throws Exception {
        run("auto").assertClean();
        List<String> head = Files.readAllLines(file).subList(0, 2);
        Files.write(file, Stream.concat(head.stream(), Stream.of(lines)).toList());
    }

    @Test
    void theCheapestIsTakenAndItsFiguresAreKept() throws Exception {
        assertEquals(
                "cheap\ncheap\ncheap, [cheap, dear], measured in N microseconds; kept in " + file + "\n",
                account(run("twice").assertClean()));
        List<String> lines = Files.readAllLines(file);
        assertEquals(4, lines.size(), lines::toString);
        assertTrue(lines.get(2).matches("cheap \\d+ \\d+ \\d+ \\d+"), lines::toString);
        // No wait of this one takes less.
        assertTrue(Integer.parseInt(lines.get(3).split(" ", -1)[1]) >= MeasuredBackend.DEAR, lines::toString);
        assertEquals("[costs]", names(folder));
    }

    private static String names(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(Path::getFileName)
                    .map(Path::toString)
                    .sorted()
                    .toList()
                    .toString();
        }
    }

    @Test
    void whatIsKeptIsBelievedAndNotMeasuredAgain() throws Exception {
        keep("cheap 900 900 900 0", "dear 100 100 100 0");
        assertEquals(
                "dear\ndear\ndear, [dear, cheap], taken from " + file + "\n",
                account(run("twice").assertClean()));
    }

    @ParameterizedTest
    @CsvSource({"109, dear", "111, dear", "120, cheap"})
    void whoIsNearlyAsCheapGoesByPriority(int cost, String chosen) throws Exception {
        keep("cheap 101 101 101 0", "dear " + cost + " " + cost + " " + cost + " 0");
        assertChosen(chosen, "auto");
    }

    @Test
    void changesCountASixteenth() throws Exception {
        keep("cheap 100 100 100 1600", "dear 150 150 150 0");
        assertChosen("dear", "auto");
    }

    @Test
    void thePropertyAsksForItAndSoDoTheEnvironmentAndANameInCode() throws Exception {
        assertChosen("dear", "open");
        assertChosen("cheap", "named", "auto");
        environmentValue = "auto";
        assertChosen("cheap", "open");
        environmentValue = "";
        options.add("-Ddev.vigil.backend=auto");
        assertChosen("cheap", "open");
    }

    @Test
    void whatIsAvoidedTakesNoPart() throws Exception {
        options.add("-Ddev.vigil.backend.avoid=cheap");
        assertEquals(
                "dear\ndear\ndear, [], not measured, for there is no other to choose\n",
                account(run("twice").assertClean()));
        assertFalse(Files.exists(file));
    }

    @Test
    void whatCannotDoWhatIsNeededTakesNoPart() throws Exception {
        provide(MeasuredBackend.Able.class, MeasuredBackend.Dear.class, MeasuredBackend.Cheap.class);
        assertChosen("able", "auto");
        assertChosen("able", "auto", "DESCRIPTORS");
        assertChosen("cheap", "auto", "CHANNELS");
        String refused = run("auto", "EDGE").assertClean().out();
        assertTrue(refused.startsWith("no backend is available that has all of [edge]; backends here:\n"), refused);
    }

    @Test
    void whereThereIsNoBackendTheErrorSaysWhatToAdd() throws Exception {
        provide();
        String refused = run("auto").assertClean().out();
        assertTrue(refused.startsWith("no backend is available; backends here: none; put "), refused);
    }

    @Test
    void aBackendThatIsUnavailableTakesNoPart() throws Exception {
        provide(MadeUpBackend.Absent.class, MeasuredBackend.Dear.class, MeasuredBackend.Cheap.class);
        assertChosen("cheap", "auto");
    }

    @Test
    void noBackendHasTheNameThatStandsForTheCheapest() throws Exception {
        provide(MeasuredBackend.Usurper.class, MeasuredBackend.Dear.class, MeasuredBackend.Cheap.class);
        assertChosen("dear", "open");
        assertChosen("cheap", "named", "auto");
        assertTrue(run("list").out().contains("\"auto\" stands for the cheapest backend"));
    }

    @Test
    void aBackendThatCannotBeMeasuredIsLeftOutAndToldOf() throws Exception {
        provide(
                MeasuredBackend.Refusing.class,
                MeasuredBackend.Blind.class,
                MeasuredBackend.Dear.class,
                MeasuredBackend.Cheap.class);
        ChildJvm.Ended ended = run("twice");
        String blind = "blind could not be measured: it had not settled by the end of the time";
        String refusing =
                "refusing could not be measured:" + " java.lang.UnsupportedOperationException: no flag, no channel";
        assertEquals(
                "cheap\ncheap\ncheap, [cheap, dear], measured in N microseconds; " + refusing + "; " + blind + "\n",
                account(ended));
        assertTold(ended, "WARNING", refusing);
        assertTold(ended, "WARNING", blind);
        assertFalse(Files.exists(file), "half of the figures are kept");
    }

    @Test
    void whereNoneCanBeMeasuredPriorityDecides() throws Exception {
        provide(MeasuredBackend.Refusing.class, MeasuredBackend.Blind.class);
        String account = account(run("twice"));
        assertTrue(account.startsWith("refusing\nrefusing\nrefusing, [], not measured; refusing could not"), account);
    }

    @Test
    void withoutDescriptorsNothingIsMeasuredAndPriorityDecides() throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "needs a system with a limit of descriptors");
        ChildJvm.Ended ended = new ChildJvm()
                .options("-cp", classPath)
                .options(options.toArray(String[]::new))
                .descriptorLimit(60)
                .run(Choosing.class, "twice");
        String account = account(ended);
        assertTrue(account.startsWith("dear\ndear\ndear, [], not measured; could not be measured: "), account);
        assertTrue(account.contains("Too many open files"), account);
        assertFalse(Files.exists(file));
    }

    @Test
    void anInterruptHarmsNothingAndIsKept() throws Exception {
        assertChosen("cheap\ninterrupted still", "interrupted");
        assertTrue(Files.exists(file));
    }

    @Test
    void nothingIsKeptWhereTheFileIsOff() throws Exception {
        options.add("-D" + FILE + "=off");
        options.add("-Duser.home=" + folder);
        assertEquals(
                "cheap\ncheap\ncheap, [cheap, dear], measured in N microseconds; not kept, for " + FILE + " is off\n",
                account(run("twice").assertClean()));
        assertEquals("[]", names(folder));
    }

    @Test
    void theFileIsInTheFolderForCaches() throws Exception {
        options.add("-D" + FILE + "=");
        environmentName = "XDG_CACHE_HOME";
        environmentValue = folder.resolve("caches").toString();
        assertChosen("cheap", "auto");
        Path made = folder.resolve("caches").resolve("vigil");
        assertTrue(names(made).matches("\\[backends-[0-9a-f]+\\.txt]"), names(made));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(made)));
    }

    @Test
    void withoutSuchAFolderItIsInTheHomeFolder() throws Exception {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "where that is depends on the system");
        options.add("-D" + FILE + "=");
        options.add("-Duser.home=" + folder);
        environmentName = "XDG_CACHE_HOME";
        environmentValue = "not/absolute";
        assertChosen("cheap", "auto");
        assertTrue(names(folder.resolve(".cache/vigil")).startsWith("[backends-"));
    }

    @Test
    void withoutAHomeNothingIsKept() throws Exception {
        options.add("-D" + FILE + "=");
        options.add("-Duser.home=?");
        environmentName = "XDG_CACHE_HOME";
        assertEquals(
                "cheap\ncheap\ncheap, [cheap, dear], measured in N microseconds; not kept, for there is no folder for"
                        + " caches; name a file with -D" + FILE + "\n",
                account(run("twice").assertClean()));
    }

    @Test
    void aFileThatCannotBeWrittenIsToldOf() throws Exception {
        Path plain = Files.writeString(folder.resolve("plain"), "");
        options.add("-D" + FILE + "=" + plain.resolve("costs"));
        ChildJvm.Ended ended = run("twice");
        String account = account(ended);
        assertTrue(account.startsWith("cheap\ncheap\ncheap, [cheap, dear], measured in N microseconds; "), account);
        assertTrue(account.contains("could not be kept in " + plain), account);
        assertTold(ended, "INFO", "could not be kept in " + plain);
        assertEquals("[plain]", names(folder));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                HEAD,
                HEAD + "machine\n",
                HEAD + "machine KEY \ncheap 1 2 3\n",
                HEAD + "machine KEY \ncheap 1 2 3 4 5\n",
                HEAD + "machine KEY \ncheap 1 2 3 -4\n",
                HEAD + "machine KEY \ncheap 1 2 3 99999999999999999999\n",
                HEAD + "machine KEY \n\n",
                HEAD + "machine KEY \n\u00e9\u00ff",
                "LONG"
            })
    void garbageIsToldOfAndReplaced(String text) throws Exception {
        run("auto").assertClean();
        String key = Files.readAllLines(file).get(1).split(" ", -1)[1];
        String garbage = text.replace("KEY", key).replace("LONG", "x".repeat(1 << 17));
        Files.write(file, garbage.getBytes(StandardCharsets.ISO_8859_1));
        ChildJvm.Ended ended = run("twice");
        String account = account(ended);
        assertTrue(account.startsWith("cheap\ncheap\ncheap, [cheap, dear], measured in N microseconds; "), account);
        assertTrue(account.endsWith("; kept in " + file + "\n"), account);
        assertTold(ended, "WARNING", file.toString());
        assertEquals("cheap\n", run("auto").assertClean().out());
        assertEquals(4, Files.readAllLines(file).size());
    }

    @Test
    void anotherMachinesFiguresAreReplaced() throws Exception {
        Files.writeString(file, HEAD + "machine 0 another one\ncheap 900 900 900 0\ndear 100 100 100 0\n");
        assertChosen("cheap", "auto");
        assertTrue(Files.readString(file).contains("\ncheap "));
        assertFalse(Files.readString(file).contains("cheap 900"));
    }

    @Test
    void figuresOfOtherBackendsAreKeptBesideTheNewOnes() throws Exception {
        keep("cheap 100 100 100 0", "third 1 2 3 4");
        assertChosen("cheap", "auto");
        List<String> lines = Files.readAllLines(file);
        assertEquals("third 1 2 3 4", lines.get(4), lines::toString);
        assertEquals(5, lines.size(), lines::toString);
    }

    @Test
    void aLinkIsNeitherUsedNorReplaced() throws Exception {
        keep("cheap 900 900 900 0", "dear 100 100 100 0");
        Path elsewhere = Files.move(file, folder.resolve("elsewhere"));
        Files.createSymbolicLink(file, elsewhere);
        assertDistrusted(" is no plain file");
        assertTrue(Files.isSymbolicLink(file));
        assertTrue(Files.readString(elsewhere).contains("cheap 900"));
    }

    @Test
    void aFolderIsNeitherUsedNorReplaced() throws Exception {
        Files.createDirectory(file);
        assertDistrusted(" is no plain file");
        assertTrue(Files.isDirectory(file));
    }

    @Test
    void aFileThatOthersMayWriteIsNeitherUsedNorReplaced() throws Exception {
        keep("cheap 900 900 900 0", "dear 100 100 100 0");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));
        assertDistrusted("others than its owner may write ");
        assertTrue(Files.readString(file).contains("cheap 900"));
    }

    @Test
    void aFileOfAnotherUserIsNeitherUsedNorReplaced() throws Exception {
        keep("cheap 900 900 900 0", "dear 100 100 100 0");
        try {
            Files.setAttribute(file, "unix:uid", 4711, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            assumeTrue(false, "only the administrator gives files away");
        }
        assertDistrusted(" belongs to another user, of number 4711");
        assertTrue(Files.readString(file).contains("cheap 900"));
    }

    private void assertDistrusted(String why) throws Exception {
        ChildJvm.Ended ended = run("twice");
        String account = account(ended);
        assertTrue(account.startsWith("cheap\ncheap\ncheap, [cheap, dear], measured in N microseconds; "), account);
        assertTrue(account.contains(why), account);
        assertTrue(account.endsWith(", so it is neither used nor replaced\n"), account);
        assertTold(ended, "WARNING", why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "soon", "60001", "99999999999"})
    void aTimeThatIsNoneIsToldOf(String millis) throws Exception {
        options.set(0, "-Ddev.vigil.backend.auto.millis=" + millis);
        ChildJvm.Ended ended = run("auto");
        assertEquals(0, ended.status(), ended::err);
        assertTold(ended, "WARNING", "millis is \"" + millis + "\", and no number from 1 to 60000: it counts as 20");
    }

    @Test
    void theChoiceIsLoggedOnce() throws Exception {
        Path logging = Files.writeString(folder.resolve("logging.properties"), """
                handlers = java.util.logging.ConsoleHandler
                java.util.logging.ConsoleHandler.level = FINE
                dev.vigil.level = FINE
                """);
        options.add("-Djava.util.logging.config.file=" + logging);
        ChildJvm.Ended ended = run("twice");
        List<String> lines = ended.err()
                .lines()
                .filter(line -> line.contains("the choice by measurement is cheap: measured in "))
                .toList();
        assertEquals(1, lines.size(), ended::err);
        assertTrue(lines.get(0).startsWith("FINE: "), lines::toString);
        assertTrue(lines.get(0).contains("backend=dear, alone="), lines::toString);
    }

    private static void assertTold(ChildJvm.Ended ended, String level, String what) {
        long lines = ended.err()
                .lines()
                .filter(line -> line.startsWith(level + ": ") && line.contains(what))
                .count();
        assertEquals(1, lines, ended::err);
    }
}
