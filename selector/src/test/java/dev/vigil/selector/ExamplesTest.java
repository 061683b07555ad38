package dev.vigil.selector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vigil.contract.ChildJvm;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs of docs/examples, compiled without a warning, and run as a reader would run them. */
class ExamplesTest {
    private static final Path EXAMPLES = Path.of("..", "docs", "examples");
    private static final int MOST_LINES = 60;

    @TempDir
    private static Path classes;

    @TempDir
    private Path directory;

    private final List<String> javaOptions = new ArrayList<>();
    private Process process;
    private BufferedReader said;

    @BeforeAll
    static void compile() throws IOException {
        List<String> options = new ArrayList<>(List.of(
                // What manifests of the class path name is not ours; signals have no other API than the JDK's internal
                // one.
                "-Xlint:all,-path",
                "-XDignore.symbol.file",
                "-Werror",
                "-proc:none",
                "-cp",
                ChildJvm.testClassPath(),
                "-d",
                classes.toString()));
        examples().forEach(example -> options.add(example.toString()));
        int status = ToolProvider.getSystemJavaCompiler().run(null, null, null, options.toArray(String[]::new));
        assertEquals(0, status, "compiler");
    }

    private static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        }
    }

    @AfterEach
    void end() throws InterruptedException {
        if (process != null) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void eachIsShortAndNamedInTheReadmeAndHasATestHere() throws IOException {
        String readme = Files.readString(Path.of("..", "README.md"));
        String tests = Files.readString(Path.of("src/test/java/dev/vigil/selector/ExamplesTest.java"));
        for (Path example : examples()) {
            String name = example.getFileName().toString();
            assertTrue(readme.contains("](docs/examples/" + name + ")"), name);
            assertFalse(Files.readAllLines(example).size() > MOST_LINES, name);
            assertTrue(tests.contains("(\"" + name.replace(".java", "\"")), name);
        }
    }

    @Test
    void anEchoServer() throws Exception {
        start("Echo");
        try (Socket client = connect()) {
            // More than fits on the way: it has to stop reading, and to go on.
            byte[] sent = "all of this comes back\n".repeat(200_000).getBytes(StandardCharsets.US_ASCII);
            Thread sender = new Thread(() -> send(client, sent));
            sender.start();
            assertEquals(
                    new String(sent, StandardCharsets.US_ASCII),
                    new String(client.getInputStream().readNBytes(sent.length), StandardCharsets.US_ASCII));
            sender.join();
            client.shutdownOutput();
            assertEquals(-1, client.getInputStream().read());
        }
    }

    private static void send(Socket client, byte[] bytes) {
        try {
            client.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aDirectoryIsWatched() throws Exception {
        Path watched = Files.createDirectory(directory.resolve("watched"));
        start("WatchDirectory", watched.toString());
        assertEquals("watching", said.readLine());
        Files.createFile(watched.resolve("first"));
        Files.createFile(watched.resolve("второй"));
        assertEquals("first", said.readLine());
        assertEquals("второй", said.readLine());
    }

    @Test
    void aSerialLine() throws Exception {
        start("SerialLine");
        assertEquals("sample 21.5", said.readLine());
        assertEquals("sample 21.7", said.readLine());
        assertEquals(null, said.readLine());
        assertEquals(0, process.waitFor());
    }

    @Test
    void aTimerAndASignal() throws Exception {
        start("TimerAndSignal");
        assertEquals("tick", said.readLine());
        assertEquals("tick", said.readLine());
        // Not the process itself, which would close what it has said, too.
        process.toHandle().destroy();
        String line = said.readLine();
        while ("tick".equals(line)) {
            line = said.readLine();
        }
        assertEquals("ended in order", line);
        assertEquals(0, process.waitFor());
    }

    @Test
    void aProxyOfAUnixSocket() throws Exception {
        Path path = directory.resolve("server");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(path));
            start("UnixProxy", path.toString());
            try (Socket client = connect()) {
                client.getOutputStream().write("asked\n".getBytes(StandardCharsets.US_ASCII));
                try (SocketChannel accepted = server.accept()) {
                    assertEquals(
                            "asked", reader(Channels.newInputStream(accepted)).readLine());
                    OutputStream out = Channels.newOutputStream(accepted);
                    out.write("answered\n".getBytes(StandardCharsets.US_ASCII));
                    assertEquals("answered", reader(client.getInputStream()).readLine());
                }
                assertEquals(-1, client.getInputStream().read());
            }
        }
    }

    @Test
    void aPreforkServer() throws Exception {
        Over.backend("epoll");
        start("Prefork");
        int port = port();
        Set<String> reached = new HashSet<>();
        // Both are reached in time; the kernel decides when.
        while (reached.size() < 2) {
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
                reached.add(reader(client.getInputStream()).readLine());
            }
        }
        Set<String> children = new HashSet<>();
        process.children().forEach(child -> children.add(Long.toString(child.pid())));
        assertEquals(children, reached);
    }

    @Test
    void aListenerOfSystemd() throws Exception {
        List<String> command = command("SocketActivation");
        start(ChildJvm.testClassPath(), "dev.vigil.selector.application.SocketLauncher", command);
        int port = port();
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            assertEquals("served", reader(client.getInputStream()).readLine());
        }
        assertTrue(said.readLine().startsWith("serving on "));
    }

    @Test
    void withoutAListenerItSaysHowToPassOne() throws Exception {
        start("SocketActivation");
        assertEquals(1, process.waitFor());
        assertTrue(said.readLine().contains("start this by systemd-socket-activate"));
    }

    @Test
    void tomcatByAFlag() throws Exception {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", SelectorAgent.class.getName());
        Path agent = directory.resolve("agent.jar");
        new JarOutputStream(Files.newOutputStream(agent), manifest).close();
        javaOptions.add("-javaagent:" + agent + "=poll");
        start("UnmodifiedTomcat");
        try (Socket client = connect()) {
            client.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            List<String> answer = reader(client.getInputStream()).lines().toList();
            assertEquals("waits by VigilSelectorProvider", answer.get(answer.size() - 1), answer::toString);
        }
    }

    private List<String> command(String example, String... arguments) {
        List<String> command = new ArrayList<>(java());
        command.addAll(List.of("-cp", classes + File.pathSeparator + ChildJvm.testClassPath(), example));
        command.addAll(List.of(arguments));
        return command;
    }

    private List<String> java() {
        List<String> java = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "--enable-native-access=ALL-UNNAMED",
                "--add-opens",
                "java.base/sun.nio.ch=ALL-UNNAMED",
                "-Dfile.encoding=UTF-8",
                "-Dsun.stdout.encoding=UTF-8",
                "-Dstdout.encoding=UTF-8"));
        java.addAll(javaOptions);
        return java;
    }

    private void start(String example, String... arguments) throws IOException {
        start(command(example, arguments));
    }

    private void start(String classPath, String main, List<String> command) throws IOException {
        List<String> all = new ArrayList<>(java());
        all.addAll(List.of("-cp", classPath, main));
        all.addAll(command);
        start(all);
    }

    private void start(List<String> command) throws IOException {
        assumeTrue(File.separatorChar == '/', "not made for this system");
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
        process = builder.redirectErrorStream(true).start();
        said = reader(process.getInputStream());
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), port());
    }

    /** What servers say first; what a logger of theirs says before it is passed over. */
    private int port() throws IOException {
        StringBuilder before = new StringBuilder();
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (line.startsWith("port ")) {
                return Integer.parseInt(line.substring("port ".length()));
            }
            before.append(line).append('\n');
        }
        throw new AssertionError("no port: " + before);
    }

    private static BufferedReader reader(InputStream in) {
        return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }
}
