package dev.vigil.bench.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vigil.contract.Polling;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server in a process of its own, on each backend, forced by the system property. */
class ServeProcessTest {
    private static final int ACTIVE = 500;
    private static final int IDLE = 5_000;
    private static final int REQUESTS = 20;

    @BeforeAll
    static void needs_proc() {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "descriptors are counted in /proc");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "poll", "epoll"})
    void serves_500_connections_beside_5000_idle_ones_and_keeps_no_descriptor(String backend) throws Exception {
        try (ServeProcess server = new ServeProcess(backend, 0)) {
            byte[] page;
            // The first connections load classes, and open what the JDK opens once.
            try (Client first = new Client(server.address);
                    Crowd some = new Crowd(server.address, 10)) {
                page = first.send(Client.GET).answer(true).getBytes(StandardCharsets.ISO_8859_1);
                some.request(1, page);
            }
            int before = awaitSteady(server);
            try (Crowd idle = new Crowd(server.address, IDLE);
                    Crowd active = new Crowd(server.address, ACTIVE)) {
                active.request(REQUESTS, page);
                // Waited for: a JVM opens a file for a moment now and then, as when it loads a class.
                server.awaitDescriptors(before + IDLE + ACTIVE);
                idle.assertSilent();
            }
            server.awaitDescriptors(before);
            server.terminate();
            assertEquals("", server.errors());
        }
    }

    /** Its descriptors without a client: the fewest that there were for a second. */
    private static int awaitSteady(ServeProcess server) throws IOException {
        int fewest = server.descriptors();
        for (int i = 0; i < 100; i++) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            int now = server.descriptors();
            if (now < fewest) {
                fewest = now;
                i = 0;
            }
        }
        return fewest;
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "poll", "epoll"})
    void waits_when_descriptors_run_out_and_goes_on_when_some_are_back(String backend) throws Exception {
        // A JVM keeps every jar open that it has looked into, and who looks for services looks into all of them.
        int limit = 80 + ServeProcess.classPath().size();
        List<Client> clients = new ArrayList<>();
        try (ServeProcess server = new ServeProcess(backend, limit)) {
            for (int i = 0; i < limit; i++) {
                clients.add(new Client(server.address));
            }
            clients.get(0).send(Client.GET).getsPage();
            awaitTrouble(server);
            // Those inside are served all the time.
            for (int i = 0; i < 20; i++) {
                clients.get(0).send(Client.GET).getsPage();
            }
            Client last = clients.remove(limit - 1).send(Client.GET);
            for (Client client : clients) {
                client.close();
            }
            last.getsPage().close();
            List<String> end = server.terminate();
            // One record for all loops; its first line tells when and where.
            assertTrue(
                    server.errors().lines().count() <= 2 && server.errors().contains("pauses and tries again"),
                    server.errors());
            for (String line : end.subList(0, 2)) {
                long polls = Long.parseLong(line.replaceFirst(".*polls=([0-9]+),.*", "$1"));
                // One that spins makes this many within a millisecond or two.
                assertTrue(polls < 5_000, line);
            }
        } finally {
            for (Client client : clients) {
                client.close();
            }
        }
    }

    private static void awaitTrouble(ServeProcess server) throws IOException {
        long end = System.nanoTime() + Polling.LIMIT.toNanos();
        while (!server.errors().contains("pauses and tries again: java.io.IOException: Too many open files")) {
            assertTrue(System.nanoTime() < end, "never ran out of descriptors: " + server.errors());
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }
}
