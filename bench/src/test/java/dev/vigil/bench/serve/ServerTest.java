package dev.vigil.bench.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.EventSource;
import dev.vigil.contract.Polling;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** What one client sees, on each backend; and that what it does disturbs no other. */
@ParameterizedClass
@ValueSource(strings = {"nio", "poll", "epoll"})
class ServerTest {
    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    @Parameter
    private String backend;

    private Server server;

    @BeforeEach
    void start() throws IOException {
        server = Server.start(EventSource.builder().backend(backend), ANY, 2);
        assertEquals(backend, server.backend());
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private Client connect() throws IOException {
        return new Client(server.address());
    }

    @Test
    void a_connection_is_kept_for_further_requests() throws IOException {
        try (Client client = connect()) {
            for (int i = 0; i < 3; i++) {
                client.send(Client.GET).getsPage();
            }
            client.send(Client.LAST).getsPage().isClosed();
        }
    }

    @Test
    void requests_sent_together_are_answered_in_turn() throws IOException {
        try (Client client = connect()) {
            client.send(Client.GET + "HEAD / HTTP/1.1\r\nHost: x\r\n\r\n" + Client.LAST + Client.GET);
            client.getsPage();
            assertTrue(client.answer(false).startsWith("HTTP/1.1 200 OK\r\n"));
            client.getsPage().isClosed();
        }
    }

    @Test
    void as_many_requests_as_can_be_sent_at_once_are_answered() throws IOException {
        int requests = 20 * Server.INPUT / RequestParser.SHORTEST;
        try (Client client = connect()) {
            client.send("GET / HTTP/1.1\nHost:\n\n".repeat(requests));
            for (int i = 0; i < requests; i++) {
                client.getsPage();
            }
        }
    }

    @Test
    void http_1_0_ends_the_connection_unless_asked_to_keep_it() throws IOException {
        try (Client client = connect()) {
            client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").getsPage();
            client.send("GET / HTTP/1.0\r\n\r\n").getsPage().isClosed();
        }
    }

    @Test
    void the_answer_to_a_bad_request_arrives_whatever_else_is_sent() throws IOException {
        try (Client client = connect()) {
            client.send("BAD\r\n\r\n" + "x".repeat(100_000));
            assertTrue(client.answer(true).startsWith("HTTP/1.1 400 Bad Request\r\n"));
            client.isClosed();
        }
    }

    @Test
    void a_request_without_end_is_refused() throws IOException {
        try (Client client = connect()) {
            client.send("GET / HTTP/1.1\r\nX: " + "x".repeat(RequestParser.LIMIT));
            assertTrue(client.answer(true).startsWith("HTTP/1.1 431 "));
            client.isClosed();
        }
    }

    @Test
    void a_client_that_has_said_all_still_gets_its_answer() throws IOException {
        try (Client client = connect()) {
            client.send(Client.GET);
            client.socket.shutdownOutput();
            client.getsPage().isClosed();
        }
    }

    @Test
    void a_client_that_sends_a_byte_at_a_time_gets_its_page_and_delays_nobody() throws IOException {
        try (Client slow = connect();
                Client other = connect()) {
            for (char b : Client.GET.toCharArray()) {
                slow.send(String.valueOf(b));
                other.send(Client.GET).getsPage();
            }
            slow.getsPage();
        }
    }

    @Test
    void a_client_that_stops_reading_is_not_read_from_and_delays_nobody() throws Exception {
        try (Client stuck = connect();
                Client other = connect()) {
            // Blocks for ever once no buffer on the way takes more: the server has stopped reading.
            Thread sender = new Thread(() -> {
                try {
                    while (true) {
                        stuck.send(Client.GET.repeat(100));
                    }
                } catch (IOException e) {
                    return; // closed, at the end of the test
                }
            });
            sender.start();
            awaitStillness(server);
            for (int i = 0; i < 100; i++) {
                other.send(Client.GET).getsPage();
            }
            assertTrue(sender.isAlive());
            for (int i = 0; i < 100; i++) {
                stuck.getsPage();
            }
            stuck.socket.close();
            sender.join(Polling.LIMIT.toMillis());
            other.send(Client.GET).getsPage();
        }
    }

    /** Waits until the loops have had nothing to do for a while, but after they had something. */
    private static void awaitStillness(Server server) {
        long end = System.nanoTime() + Polling.LIMIT.toNanos();
        long events = 0;
        for (int quiet = 0; quiet < 50; quiet++) {
            long now = server.statistics().stream().mapToLong(s -> s.events()).sum();
            if (now != events || now < 5) {
                quiet = 0;
            }
            events = now;
            assertTrue(System.nanoTime() < end, "the server goes on and on: " + events);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    @Test
    void clients_that_vanish_leave_nothing_behind() throws IOException {
        try (Client other = connect()) {
            for (int i = 0; i < 100; i++) {
                try (Client client = connect()) {
                    client.send(i % 2 == 0 ? Client.GET.repeat(50) : "GET / HT");
                    client.socket.setSoLinger(true, 0);
                }
                other.send(Client.GET).getsPage();
            }
        }
    }

    @Test
    void closing_ends_every_connection_and_frees_the_port() throws IOException {
        try (Client client = connect()) {
            client.send(Client.GET).getsPage();
            server.close();
            client.isClosed();
            assertThrows(ConnectException.class, this::connect);
        }
        try (Server next = Server.start(EventSource.builder().backend(backend), server.address(), 1)) {
            assertEquals(server.address(), next.address());
        }
    }

    @Test
    void a_port_in_use_is_refused() {
        assertThrows(
                BindException.class, () -> Server.start(EventSource.builder().backend(backend), server.address(), 1));
    }
}
