package dev.vigil.kqueue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.Availability;
import dev.vigil.BackendUnavailableException;
import dev.vigil.EventSource;
import dev.vigil.contract.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KqueueAvailabilityTest {
    @NeedsCKqueue
    @ParameterizedTest
    @EnumSource
    void theRightLayoutIsUsable(KeventLayout layout) {
        Availability found = CKqueue.backend(layout).availability();
        assertTrue(found.usable(), found.reason());
    }

    @NeedsCKqueue
    @ParameterizedTest
    @EnumSource
    void aWrongLayoutIsFoundOutAndNeverUsed(KeventLayout real) {
        for (KqueueSystem system : KqueueSystem.values()) {
            // The same layout under other filter numbers is told by the tests below; another symbol by its absence.
            if (system.layout() == real || system.hasSizeCounts() != (real == KeventLayout.WIDE)) {
                continue;
            }
            KqueueBackend backend = new KqueueBackend(
                    new KqueueChoice(system, CKqueue.library(real).toString()));
            Availability found = backend.availability();
            assertFalse(found.usable(), system + " on " + real);
            assertTrue(found.reason().contains("not laid out as on " + system), found.reason());
            assertTrue(found.reason().contains(CKqueue.library(real).toString()), found.reason());
            assertThrows(
                    BackendUnavailableException.class,
                    () -> EventSource.builder().backend(backend).open().close());
        }
    }

    @NeedsCKqueue
    @Test
    void aWideStructIsFoundOutBehindTheRightSymbol() throws IOException {
        KqueueLibrary library = KqueueLibrary.bind(
                KqueueSystem.NETBSD, CKqueue.library(KeventLayout.WIDE).toString());
        IOException found = assertThrows(IOException.class, () -> KqueueProbe.run(library, KqueueSystem.FREEBSD));
        assertTrue(found.getMessage().contains("64 bytes"), found.getMessage());
    }

    @NeedsCKqueue
    @Test
    void aLibraryWithoutTheSymbolOfTheSystemIsUnavailable() {
        Availability found = choice(
                        KqueueSystem.NETBSD,
                        CKqueue.library(KeventLayout.EXTENDED).toString())
                .availability();
        assertFalse(found.usable());
        assertTrue(found.reason().contains("__kevent50"), found.reason());
    }

    @NeedsCKqueue
    @Test
    void aSystemWithoutEvfiltUserIsUsable() {
        // READ and WRITE have the same numbers there; that of USER is not known.
        Availability found = choice(
                        KqueueSystem.FREEBSD_11,
                        CKqueue.library(KeventLayout.CLASSIC).toString())
                .availability();
        assertTrue(found.usable(), found.reason());
    }

    @EnabledOnOs(OS.LINUX)
    @Test
    void aLibraryWithoutKqueueIsUnavailableByName() {
        Availability found = choice(KqueueSystem.LIBKQUEUE, "libm.so.6").availability();
        assertFalse(found.usable());
        assertTrue(found.reason().contains("libm.so.6") && found.reason().contains("kqueue()"), found.reason());
    }

    @Test
    void aMissingFileIsUnavailableByName() {
        Availability found =
                choice(KqueueSystem.LIBKQUEUE, "/nowhere/libkqueue.so").availability();
        assertFalse(found.usable());
        assertEquals(
                "there is no file /nowhere/libkqueue.so, which -Ddev.vigil.kqueue.library or VIGIL_KQUEUE_LIBRARY names",
                found.reason());
    }

    @Test
    void aMissingLibraryNameIsUnavailableByName() {
        Availability found = choice(KqueueSystem.LIBKQUEUE, "nosuchkqueue").availability();
        assertFalse(found.usable());
        assertTrue(found.reason().contains("nosuchkqueue"), found.reason());
    }

    @Test
    void aFileThatIsNoLibraryIsUnavailableByName(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("libkqueue.so"), "no library");
        Availability found = choice(KqueueSystem.LIBKQUEUE, file.toString()).availability();
        assertFalse(found.usable());
        assertTrue(found.reason().contains(file.toString()), found.reason());
    }

    @EnabledOnOs(OS.LINUX)
    @Test
    void withoutALibraryLinuxSaysHowToNameOne() {
        Availability found = choice(KqueueSystem.LIBKQUEUE, null).availability();
        assertFalse(found.usable());
        assertTrue(found.reason().contains("-Ddev.vigil.kqueue.library=/path/of/libkqueue.so"), found.reason());
    }

    @Test
    void a32BitProcessIsRefused() throws IOException, InterruptedException {
        ChildJvm.Ended ended = ChildJvm.withTestClassPath()
                .optionsFromBuild()
                .options("-Dsun.arch.data.model=32")
                .run(Reason.class);
        assertEquals(
                "a 32-bit process has another struct kevent; 64-bit only\n",
                ended.assertClean().out());
    }

    @Test
    void theLibraryIsNamedByThePropertyOrElseByTheEnvironment() throws IOException, InterruptedException {
        String said = " which -Ddev.vigil.kqueue.library or VIGIL_KQUEUE_LIBRARY names\n";
        ChildJvm.Ended byEnvironment = ChildJvm.withTestClassPath()
                .optionsFromBuild()
                .environment(KqueueBackend.LIBRARY_VARIABLE, "/nowhere/environment.so")
                .run(Reason.class);
        assertEquals(
                "there is no file /nowhere/environment.so," + said,
                byEnvironment.assertClean().out());
        ChildJvm.Ended byProperty = ChildJvm.withTestClassPath()
                .optionsFromBuild()
                .environment(KqueueBackend.LIBRARY_VARIABLE, "/nowhere/environment.so")
                .options("-D" + KqueueBackend.LIBRARY + "=/nowhere/property.so")
                .run(Reason.class);
        assertEquals(
                "there is no file /nowhere/property.so," + said,
                byProperty.assertClean().out());
    }

    @Test
    void aLibraryIsTheLastChoiceAndAKernelAFirst() {
        assertEquals(10, new KqueueBackend(choice(KqueueSystem.LIBKQUEUE, null)).priority());
        assertEquals(200, new KqueueBackend(choice(KqueueSystem.MACOS, null)).priority());
    }

    /** Prints why the backend is unavailable. */
    static final class Reason {
        private Reason() {}

        public static void main(String[] arguments) {
            System.out.println(new KqueueBackend().availability().reason());
        }
    }

    @Test
    void theProviderIsListedByItsName() {
        assertEquals(
                1,
                dev.vigil.spi.Backends.statuses().stream()
                        .filter(status -> status.name().equals("kqueue"))
                        .count());
    }

    private static KqueueChoice choice(KqueueSystem system, String library) {
        return new KqueueChoice(system, library);
    }
}
