import dev.vigil.accept.Acceptor;
import dev.vigil.loop.EventLoop;
import dev.vigil.loop.EventLoopGroup;
import dev.vigil.relay.Destination;
import dev.vigil.relay.Relay;
import dev.vigil.relay.RelayEnd;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** Makes a server that listens on a UNIX socket (a Docker daemon, a database) reachable by TCP. */
class UnixProxy {
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Destination server = Destination.of(UnixDomainSocketAddress.of(arguments[0]));
        int port = arguments.length == 1 ? 0 : Integer.parseInt(arguments[1]);
        try (EventLoopGroup loops = EventLoop.builder().name("proxy").startGroup(2);
                Relay relay = Relay.builder(loops)
                        .connectTimeout(Duration.ofSeconds(5))
                        .idleTimeout(Duration.ofMinutes(10))
                        .build();
                Acceptor acceptor = Acceptor.builder(loops)
                        .bind(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                                (loop, client) -> relay.connect(loop, RelayEnd.of(client), server))) {
            System.out.println("port " + ((InetSocketAddress) acceptor.localAddress()).getPort());
            new CountDownLatch(1).await();
        }
    }
}
