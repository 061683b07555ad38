package dev.vigil.bench.prefork;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vigil.EventSource;
import dev.vigil.bench.Main;
import dev.vigil.bench.contender.JavaCommands;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Four processes at one listener, one of which is killed. */
class PreforkTest {
    private static final int PROCESSES = 4;
    private static final int LIMIT_MILLIS = 60_000;

    /** How often each process has its turn where turns are kept. */
    private static final int ROUNDS = 25;

    private Process parent;
    private BufferedReader output;
    private int port;
    private final Set<Long> children = new HashSet<>();

    @BeforeEach
    void start() throws IOException {
        assumeTrue(
                EventSource.backends().stream()
                        .anyMatch(status -> status.name().equals("epoll")
                                && status.availability().usable()),
                "epoll is not available here");
        parent = new ProcessBuilder(JavaCommands.of(Main.class, "prefork", "--processes", Integer.toString(PROCESSES)))
                .redirectError(Redirect.INHERIT)
                .start();
        output = parent.inputReader(StandardCharsets.UTF_8);
        port = Integer.parseInt(lastWord(output.readLine()));
        for (int i = 0; i < PROCESSES; i++) {
            children.add(Long.parseLong(lastWord(output.readLine())));
        }
    }

    @AfterEach
    void end() throws InterruptedException {
        if (parent != null) {
            parent.destroy();
            assertTrue(parent.waitFor(LIMIT_MILLIS, TimeUnit.MILLISECONDS), "the parent ends when it is told to");
        }
    }

    private static String lastWord(String line) {
        return line.substring(line.lastIndexOf(' ') + 1);
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(LIMIT_MILLIS);
        return socket;
    }

    /** Which process a connection has reached. */
    private static long answer(Socket socket) throws IOException {
        String line = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                .readLine();
        return Long.parseLong(line);
    }

    /**
     * Even in the end, not from the start: a process that accepts for the first time takes so long that the one before it
     * comes back and takes the connection.
     */
    @Test
    void eachProcessGetsAShare() throws IOException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LIMIT_MILLIS);
        Map<Long, Integer> shares;
        do {
            assertTrue(System.nanoTime() - end < 0, "each has its share before the time is over");
            shares = new HashMap<>();
            for (int i = 0; i < ROUNDS * PROCESSES; i++) {
                try (Socket socket = connect()) {
                    shares.merge(answer(socket), 1, Integer::sum);
                }
            }
            assertTrue(children.containsAll(shares.keySet()), "only the children accept");
        } while (shares.size() < PROCESSES || Collections.min(shares.values()) < ROUNDS / 2);
    }

    /** Stopped, a process may be woken for a connection and cannot accept it; then it is killed. */
    @Test
    void killingOneLosesNoConnectionThatItHadNotAccepted() throws Exception {
        long victim = children.iterator().next();
        assertEquals(
                0,
                new ProcessBuilder("kill", "-STOP", Long.toString(victim))
                        .start()
                        .waitFor());
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 10 * PROCESSES; i++) {
                sockets.add(connect());
            }
            ProcessHandle handle = ProcessHandle.of(victim).orElseThrow();
            handle.destroyForcibly();
            handle.onExit().get(LIMIT_MILLIS, TimeUnit.MILLISECONDS);
            sockets.add(connect());
            for (Socket socket : sockets) {
                assertTrue(answer(socket) != victim);
            }
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
        assertTrue(parent.isAlive());
    }

    /** Whichever it is: not the one that was started first, for a parent that waits for one after the other. */
    @Test
    void anotherTakesThePlaceOfOneThatHasEndedAndThatIsToldAtOnce() throws Exception {
        List<Long> started = new ArrayList<>(children);
        for (long victim : started.subList(1, PROCESSES)) {
            ProcessHandle.of(victim).orElseThrow().destroyForcibly();
            String told = output.readLine();
            assertTrue(told.contains("process " + victim + " has ended with status"), told);
            String next = output.readLine();
            assertTrue(next.endsWith("takes its place"), next);
            children.remove(victim);
            children.add(Long.parseLong(next.replaceFirst(".*process ([0-9]+) .*", "$1")));
        }
        assertEquals(PROCESSES, children.size());
        try (Socket socket = connect()) {
            assertTrue(children.contains(answer(socket)), "one of those that there are answers");
        }
    }

    @Test
    void childrenEndWithTheirParentHoweverThatEnds() throws Exception {
        parent.destroyForcibly().waitFor();
        for (long child : children) {
            ProcessHandle.of(child)
                    .ifPresent(handle -> handle.onExit()
                            .orTimeout(LIMIT_MILLIS, TimeUnit.MILLISECONDS)
                            .join());
            assertFalse(ProcessHandle.of(child).map(ProcessHandle::isAlive).orElse(false));
        }
    }
}
