package dev.vigil.selector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.VirtualMachine;
import dev.vigil.contract.ChildJvm;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Properties;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ways to switch the provider on, each in a JVM of its own, and what goes wrong on them. */
class SwitchingOnTest {
    private static final String MAIN = "dev.vigil.selector.application.SelectorMain";
    private static final String EXPORT = "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED";
    private static final String PROVIDER =
            "-Djava.nio.channels.spi.SelectorProvider=dev.vigil.selector.VigilSelectorProvider";
    private static final String NATIVE = "--enable-native-access=ALL-UNNAMED";

    @TempDir
    static Path directory;

    private static Path agent;

    /** As the build puts it together, but for the classes, which are on the class path. */
    @BeforeAll
    static void makeAgent() throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Premain-Class", SelectorAgent.class.getName());
        attributes.putValue("Agent-Class", SelectorAgent.class.getName());
        agent = directory.resolve("agent.jar");
        try (OutputStream file = Files.newOutputStream(agent)) {
            new JarOutputStream(file, manifest).close();
        }
    }

    private static ChildJvm jvm(String... options) {
        return ChildJvm.withTestClassPath().options(NATIVE).options(options);
    }

    private static void assertSelects(String backend, ChildJvm.Ended ended) {
        ended.assertClean();
        assertEquals("selector over " + backend + ", 0 keys\n1 selected, 0\n", ended.out());
    }

    private static void assertFails(String what, ChildJvm.Ended ended) {
        assertNotEquals(0, ended.status(), "exit status");
        assertTrue(ended.err().contains(what), ended::err);
    }

    @Test
    void byTwoFlags() throws Exception {
        Over.backend("poll");
        assertSelects("poll", jvm(EXPORT, PROVIDER, "-Ddev.vigil.backend=poll").run(MAIN));
    }

    @Test
    void byAnAgent() throws Exception {
        Over.backend("poll");
        assertSelects(
                "poll", jvm("-javaagent:" + agent, "-Ddev.vigil.backend=poll").run(MAIN));
    }

    @Test
    void byAnAgentThatNamesTheBackend() throws Exception {
        Over.backend("poll");
        assertSelects(
                "poll",
                jvm("-javaagent:" + agent + "=poll", "-Ddev.vigil.backend=nio").run(MAIN));
    }

    @Test
    void onTheModulePath() throws Exception {
        Over.backend("poll");
        String modules = Arrays.stream(ChildJvm.testClassPath().split(File.pathSeparator, -1))
                .filter(SwitchingOnTest::isModule)
                .collect(Collectors.joining(File.pathSeparator));
        assertSelects(
                "poll",
                jvm(
                                PROVIDER,
                                "--add-exports=java.base/sun.nio.ch=dev.vigil.selector",
                                "-p",
                                modules,
                                "--add-modules=dev.vigil.selector",
                                "--enable-native-access=org.jnrproject.jffi",
                                "-Ddev.vigil.backend=poll")
                        .run(MAIN));
    }

    /** All of ours but what belongs to tests, and what they need. */
    private static boolean isModule(String entry) {
        String path = entry.replace(File.separatorChar, '/');
        if (path.endsWith("/test-classes") || path.endsWith("tests.jar")) {
            return false;
        }
        return path.endsWith("/target/classes")
                || path.contains("/vigil-")
                || path.contains("/com/github/jnr/")
                || path.contains("/org/ow2/asm/");
    }

    @Test
    void aMissingExportIsToldWithTheFlag() throws Exception {
        assertFails(
                "start java with --add-exports java.base/sun.nio.ch=ALL-UNNAMED",
                jvm(PROVIDER).run(MAIN));
    }

    @Test
    void anUnknownBackendIsToldWithAllThereAre() throws Exception {
        assertFails(
                "there is no backend named \"pol\" (forced by the system property " + VigilSelectorProvider.BACKEND
                        + "); backends here:",
                jvm(EXPORT, PROVIDER, "-Ddev.vigil.selector.backend=pol").run(MAIN));
    }

    @Test
    void theBackendOfSelectorsComesBeforeThatOfSources() throws Exception {
        assertSelects(
                "nio",
                jvm(EXPORT, PROVIDER, "-Ddev.vigil.selector.backend=nio", "-Ddev.vigil.backend=nobody")
                        .run(MAIN));
    }

    @Test
    void aBlankNameIsNone() throws Exception {
        assertSelects(
                "nio",
                jvm(EXPORT, PROVIDER, "-Ddev.vigil.selector.backend= ", "-Ddev.vigil.backend=nio")
                        .run(MAIN));
        assertSelects(
                "nio",
                jvm("-javaagent:" + agent + "=nio", "-Ddev.vigil.selector.backend=")
                        .run(MAIN));
    }

    @Test
    void anAgentThatFailsChangesNothing() {
        Properties before = new Properties();
        before.putAll(System.getProperties());
        Instrumentation refusing = (Instrumentation) Proxy.newProxyInstance(
                SwitchingOnTest.class.getClassLoader(),
                new Class<?>[] {Instrumentation.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getAllLoadedClasses" -> new Class<?>[0];
                    default -> throw new IllegalStateException("refused");
                });
        assertThrows(IllegalStateException.class, () -> SelectorAgent.agentmain("nio", refusing));
        assertEquals(before, System.getProperties());
    }

    @Test
    void whoAsksForItGetsTheSelectorsOfTheJdkAndOneLine() throws Exception {
        ChildJvm.Ended ended = jvm(
                        EXPORT, PROVIDER, "-Ddev.vigil.selector.backend=pol", "-Ddev.vigil.selector.fallback=true")
                .run(MAIN);
        assertEquals(0, ended.status(), ended.err());
        assertEquals("of the JDK\n1 selected, 0\n", ended.out());
        String told = "selectors are the JDK's own, since there is no backend named \"pol\"";
        assertEquals(1, ended.err().lines().filter(line -> line.contains(told)).count(), ended::err);
    }

    @Test
    void twoProvidersAreRefused() throws Exception {
        assertFails(
                "two names for the selector provider",
                jvm("-javaagent:" + agent, "-Djava.nio.channels.spi.SelectorProvider=com.example.Provider")
                        .run(MAIN));
    }

    @Test
    void twoBackendsAreRefused() throws Exception {
        assertFails(
                "two names for the backend for selectors",
                jvm("-javaagent:" + agent + "=poll", "-Ddev.vigil.selector.backend=nio")
                        .run(MAIN));
    }

    @Test
    void anAgentThatIsLoadedLateIsRefused() throws Exception {
        Path err = directory.resolve("late.err");
        Process late = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+EnableDynamicAgentLoading",
                        "-cp",
                        ChildJvm.testClassPath(),
                        MAIN,
                        "last")
                .redirectError(err.toFile())
                .start();
        try (BufferedReader out = late.inputReader()) {
            assertEquals("of the JDK", out.readLine());
            VirtualMachine machine = VirtualMachine.attach(Long.toString(late.pid()));
            assertThrows(AgentInitializationException.class, () -> machine.loadAgent(agent.toString()));
            machine.detach();
            late.getOutputStream().close();
            assertEquals(0, late.waitFor());
        } finally {
            late.destroyForcibly();
        }
        String told = Files.readString(err);
        assertTrue(told.contains("comes too late"), told);
    }
}
