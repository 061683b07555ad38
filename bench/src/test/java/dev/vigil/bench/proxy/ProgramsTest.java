package dev.vigil.bench.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the programs are told is what they understand. */
class ProgramsTest {
    private static final int LISTEN = 40_001;
    private static final int TO = 40_002;

    @TempDir
    private Path directory;

    private static Path installed(Program program) {
        Path executable = program.find();
        assumeTrue(executable != null, program.name() + " is not installed");
        String problem = program.problem(executable);
        assumeTrue(problem == null, problem);
        return executable;
    }

    private static void assertSucceeds(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
    }

    @Test
    void haproxyAcceptsItsConfiguration() throws Exception {
        List<String> command = new ArrayList<>(new Haproxy().command(installed(new Haproxy()), directory, LISTEN, TO));
        command.add("-c");
        assertSucceeds(command);
    }

    @Test
    void nginxAcceptsItsConfiguration() throws Exception {
        List<String> command = new ArrayList<>(new Nginx().command(installed(new Nginx()), directory, LISTEN, TO));
        command.add("-t");
        assertSucceeds(command);
    }

    @Test
    void configurationsNameBothPorts() {
        for (String configuration : List.of(
                Haproxy.configuration(LISTEN, TO),
                Nginx.configuration(null, LISTEN, TO),
                String.join(" ", new Socat().command(Path.of("socat"), directory, LISTEN, TO)))) {
            assertTrue(configuration.contains(Integer.toString(LISTEN)), configuration);
            assertTrue(configuration.contains("127.0.0.1:" + TO), configuration);
        }
    }

    @Test
    void oneThreadMeansOneThread() {
        assertTrue(Haproxy.configuration(LISTEN, TO).contains("nbthread 1"));
        assertTrue(Nginx.configuration(null, LISTEN, TO).contains("worker_processes 1;"));
    }

    @Test
    void aModuleIsLoadedWhereThereIsOne() {
        assertTrue(Nginx.configuration(Path.of("/m/stream.so"), LISTEN, TO).startsWith("load_module /m/stream.so;"));
        assertTrue(Nginx.configuration(null, LISTEN, TO).startsWith("daemon off;"));
    }

    @Test
    void aProgramThatIsNoneIsAbsent() {
        Program missing = new Program() {
            @Override
            public String name() {
                return "no-such-relay";
            }

            @Override
            public List<String> command(Path executable, Path directory, int listen, int to) {
                throw new UnsupportedOperationException();
            }
        };
        assertNull(missing.find());
    }

    @Test
    void whatAProgramIsToldIsRemovedWhenItHasEnded() throws IOException {
        Socat socat = new Socat();
        Path executable = installed(socat);
        ProgramProxy proxy = new ProgramProxy(socat, executable, TO);
        Path told = proxy.directory();
        assertTrue(Files.isDirectory(told));
        proxy.close();
        assertTrue(Files.notExists(told));
    }
}
