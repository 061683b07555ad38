package dev.vigil.bench.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be typed for the two ends of a relay. */
class EndpointsTest {
    @Test
    void anAddressIsAHostAndAPortOrAPath() {
        assertEquals("127.0.0.1:80", Endpoints.text(Endpoints.listening("127.0.0.1:80")));
        assertEquals(8080, ((InetSocketAddress) Endpoints.listening("[::1]:8080")).getPort());
        assertEquals(UnixDomainSocketAddress.of("/run/relay"), Endpoints.listening("unix:/run/relay"));
        assertEquals(UnixDomainSocketAddress.of("/run/relay"), Endpoints.listening("/run/relay"));
        assertEquals("unix:/run/relay", Endpoints.text(Endpoints.listening("/run/relay")));
        assertEquals("/127.0.0.1:9", Endpoints.upstream("127.0.0.1:9").toString());
        assertEquals("localhost:9", Endpoints.upstream("localhost:9").toString());
        assertEquals("/run/server", Endpoints.upstream("unix:/run/server").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"*:8080", ":8080"})
    void noHostIsEveryInterface(String typed) {
        assertTrue(((InetSocketAddress) Endpoints.listening(typed)).getAddress().isAnyLocalAddress());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "80", "127.0.0.1", "127.0.0.1:x", "127.0.0.1:65536", "::1:80", "[::1]", "unix:"})
    void whatIsNoAddressIsRefused(String typed) {
        assertThrows(IllegalArgumentException.class, () -> Endpoints.listening(typed));
        assertThrows(IllegalArgumentException.class, () -> Endpoints.upstream(typed));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:0", "*:80"})
    void whatNobodyCanConnectToIsRefused(String typed) {
        assertThrows(IllegalArgumentException.class, () -> Endpoints.upstream(typed));
    }
}
