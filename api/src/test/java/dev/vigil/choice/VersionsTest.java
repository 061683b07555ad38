package dev.vigil.choice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vigil.BackendUnavailableException;
import dev.vigil.EventSource;
import dev.vigil.EventSourceBuilder;
import dev.vigil.contract.ChildJvm;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Modules that do not belong together, as jars on the class path and on the module path of a JVM. */
class VersionsTest {
    private static final String SERVICE = "META-INF/services/dev.vigil.spi.Backend";

    @TempDir
    private Path directory;

    private final ChildJvm jvm = new ChildJvm();

    /** However the backend is chosen. */
    @ParameterizedTest
    @ValueSource(strings = {"", "good", "auto"})
    void onTheClassPathOtherVersionsAreToldWhenASourceIsOpened(String forced) throws Exception {
        jvm.options("-Ddev.vigil.backend=" + forced);
        Path api = jar("api.jar", "0.2.0", classes(EventSource.class), "dev/vigil/");
        Path other = jar("other.jar", "0.1.0", backends(MadeUpBackend.Good.class), "");
        assertRefused(run(api, other), "dev.vigil.spi (file:" + api + "): 0.2.0", "(file:" + other + "): 0.1.0");
    }

    /** One that does not even load with this API is told of by its version, too. */
    @Test
    void oneThatDoesNotLoadIsToldByItsVersion() throws Exception {
        Path api = jar("api.jar", "0.2.0", classes(EventSource.class), "dev/vigil/");
        Path other = jar("other.jar", "0.1.0", backends(MadeUpBackend.UnlinkedConstructor.class), "");
        assertRefused(run(api, other), "dev.vigil.spi (file:" + api + "): 0.2.0", "(file:" + other + "): 0.1.0");
    }

    /** Where no version tells, what is missing does. */
    @Test
    void whatAModuleLacksIsToldAsWhatItIs() throws Exception {
        Path other = jar("other.jar", "0.1.0", backends(MadeUpBackend.OutOfDate.class), "");
        String out = run(classes(EventSource.class), other).assertClean().out();
        assertEquals(
                "backend outdated does not fit the other modules of Vigil here: java.lang.NoSuchMethodError: 'void"
                        + " dev.vigil.spi.Batch.fill()'; give all of them one version, as the import of vigil-bom does\n",
                out);
    }

    /** What was short once, memory for instance, is no matter of versions. */
    @Test
    void aClassThatFailedToInitialiseIsToldAsThat() throws IOException {
        EventSourceBuilder builder = EventSource.builder().backend(new MadeUpBackend.FailingOnce());
        assertThrows(ExceptionInInitializerError.class, builder::open);
        String message =
                assertThrows(BackendUnavailableException.class, builder::open).getMessage();
        String name = MadeUpBackend.FailingOnce.class.getName();
        assertEquals(
                "backend failing-once can be used no more in this JVM: java.lang.NoClassDefFoundError: Could not initialize class "
                        + name + "$Part; the error of its first use tells why",
                message);
    }

    @Test
    void theSameVersionsFit() throws Exception {
        Path api = jar("api.jar", "0.2.0", classes(EventSource.class), "dev/vigil/");
        Path other = jar("other.jar", "0.2.0", backends(MadeUpBackend.Good.class), "");
        assertEquals("good\n", run(api, other).assertClean().out());
    }

    /** Folders of a build beside jars. */
    @Test
    void aVersionThatIsNotKnownFits() throws Exception {
        Path other = jar("other.jar", "0.1.0", backends(MadeUpBackend.Good.class), "");
        assertEquals(
                "good\n", run(classes(EventSource.class), other).assertClean().out());
    }

    @Test
    void onTheModulePathOtherVersionsAreTold() throws Exception {
        Path from = classes(EventSource.class);
        assumeTrue(Files.exists(from.resolve("module-info.class")), "the API was compiled without its descriptor");
        Path api = directory.resolve("api.jar");
        tool("jar", "--create", "--file", api.toString(), "--module-version", "0.2.0", "-C", from.toString(), ".");

        Path backends = backends(MadeUpBackend.Good.class);
        Path descriptor = Files.writeString(directory.resolve("module-info.java"), """
                module made.up {
                    requires dev.vigil;
                    provides dev.vigil.spi.Backend with dev.vigil.choice.MadeUpBackend.Good;
                }
                """);
        tool("javac", "-p", api.toString(), "-d", backends.toString(), descriptor.toString());
        Path other = directory.resolve("other.jar");
        tool(
                "jar",
                "--create",
                "--file",
                other.toString(),
                "--module-version",
                "0.1.0",
                "-C",
                backends.toString(),
                ".");

        jvm.options("-p", api + File.pathSeparator + other, "-m", "made.up/" + Choosing.class.getName());
        assertRefused(jvm.run("open"), "dev.vigil.spi (file:" + api + "): 0.2.0", "(file:" + other + "): 0.1.0");
    }

    @Test
    void aSecondVigilOnTheClassPathIsTold() throws Exception {
        Path first = jar("first.jar", "0.2.0", classes(EventSource.class), "dev/vigil/");
        Path second = jar("second.jar", "0.2.0", classes(EventSource.class), "dev/vigil/");
        Path other = jar("other.jar", "0.2.0", backends(MadeUpBackend.Good.class), "");
        ChildJvm.Ended ended = run(first, second, other);
        assertEquals("good\n", ended.out());
        String told = "there is more than one Vigil here, and the first is used: " + first + ", " + second;
        assertTrue(ended.err().contains(told), ended.err());
        assertEquals(ended.err().indexOf(told), ended.err().lastIndexOf(told), "told once");
    }

    private static void assertRefused(ChildJvm.Ended ended, String... modules) {
        String out = ended.assertClean().out();
        assertTrue(out.startsWith("the modules of Vigil here are of different versions:\n"), out);
        for (String module : modules) {
            assertTrue(out.contains(module), out);
        }
        assertTrue(out.contains("give all of them one version"), out);
        assertFalse(out.contains("null"), out);
    }

    private ChildJvm.Ended run(Path... classPath) throws IOException, InterruptedException {
        jvm.options(
                "-cp",
                String.join(
                        File.pathSeparator,
                        Stream.of(classPath).map(Path::toString).toList()));
        return jvm.run(Choosing.class, "open", "again");
    }

    /** The made-up backends in a folder of their own, of which these are provided. */
    private Path backends(Class<?>... provided) throws Exception {
        Path folder = directory.resolve("backends");
        Path from = classes(MadeUpBackend.class);
        Path inside = Path.of("dev/vigil/choice");
        Files.createDirectories(folder.resolve(inside));
        try (Stream<Path> files = Files.list(from.resolve(inside))) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(inside).resolve(file.getFileName()));
            }
        }
        Files.createDirectories(folder.resolve(SERVICE).getParent());
        Files.write(
                folder.resolve(SERVICE), Stream.of(provided).map(Class::getName).toList());
        return folder;
    }

    private Path jar(String name, String version, Path folder, String below) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, version);
        Path jar = directory.resolve(name);
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(folder.resolve(below))) {
            all.filter(Files::isRegularFile).forEach(files::add);
        }
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            for (Path file : files) {
                out.putNextEntry(new ZipEntry(folder.relativize(file).toString().replace(File.separatorChar, '/')));
                Files.copy(file, out);
            }
        }
        return jar;
    }

    private static Path classes(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    private static void tool(String name, String... arguments) {
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said, true);
        int status = ToolProvider.findFirst(name).orElseThrow().run(out, out, arguments);
        assertEquals(0, status, said::toString);
    }
}
