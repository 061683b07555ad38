package dev.vigil.relay;

import dev.vigil.EventSource;
import dev.vigil.contract.ChannelKinds;
import dev.vigil.contract.Hoard;
import dev.vigil.loop.EventLoop;
import dev.vigil.loop.EventLoopBuilder;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * A program whose relay has no descriptor left for a destination while another pair works. Prints what the relay says to that, and
 * fails if the pair is disturbed, or the client that could not be served is left waiting.
 */
public final class RelayExhaustion {
    private RelayExhaustion() {}

    public static void main(String[] arguments) throws Exception {
        EventLoopBuilder loops = EventLoop.builder()
                .source(EventSource.builder().backend(arguments[0]))
                .daemon(true);
        try (RelayRig rig = new RelayRig(RelayEnd::of, loops);
                ServerSocketChannel server = ChannelKinds.listener()) {
            RelayRig.Line line = rig.line();
            RelayRig.assertWorks(line);
            SocketChannel[] client = ChannelKinds.tcpPair();
            client[1].configureBlocking(false);
            RelayEnd end = RelayEnd.of(client[1]);
            // Loads what this program needs itself to see how a pair ends.
            RelayRig.Line first = rig.line();
            first.pair().close();
            RelayRig.outcome(first.pair());
            first.left().close();
            first.right().close();
            Hoard hoard = new Hoard();
            try {
                RelayPair pair = rig.relay.connect(rig.loop, end, server.getLocalAddress());
                System.out.println(RelayRig.outcome(pair) + ", " + pair.cause().getMessage());
                RelayRig.assertWorks(line);
                if (client[0].read(ByteBuffer.allocate(1)) != -1) {
                    throw new AssertionError("the client was not told");
                }
            } finally {
                hoard.close();
            }
            client[0].close();
        }
    }
}
