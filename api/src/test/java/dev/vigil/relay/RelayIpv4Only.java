package dev.vigil.relay;

import dev.vigil.EventSource;
import dev.vigil.contract.ChannelKinds;
import dev.vigil.loop.EventLoop;
import dev.vigil.loop.EventLoopBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;

/** A program whose JVM has IPv4 alone, and whose destination has an address of IPv6 first. Prints how the pairs end. */
public final class RelayIpv4Only {
    private RelayIpv4Only() {}

    public static void main(String[] arguments) throws Exception {
        EventLoopBuilder loops = EventLoop.builder()
                .source(EventSource.builder().backend(arguments[0]))
                .daemon(true);
        byte[] loopback = new byte[16];
        loopback[15] = 1;
        InetSocketAddress unable = new InetSocketAddress(InetAddress.getByAddress(loopback), 9);
        try (RelayRig rig = new RelayRig(RelayEnd::of, loops);
                ServerSocketChannel server = ChannelKinds.listener()) {
            RelayRig.Line line = rig.connect(Destination.of(List.of(unable, server.getLocalAddress())));
            try (SocketChannel right = server.accept()) {
                RelayRig.assertWorks(new RelayRig.Line(line.left(), right, line.pair()));
                line.left().shutdownOutput();
                right.shutdownOutput();
                RelayOutcome outcome = RelayRig.outcome(line.pair());
                RelayPair none = rig.connect(unable).pair();
                System.out.println(outcome + ", " + RelayRig.outcome(none) + " "
                        + none.cause().getClass().getSimpleName());
            }
        }
    }
}
