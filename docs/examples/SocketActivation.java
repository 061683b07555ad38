import dev.vigil.accept.Acceptor;
import dev.vigil.loop.EventLoop;
import dev.vigil.loop.EventLoopGroup;
import dev.vigil.posix.Descriptors;
import dev.vigil.raw.DescriptorListener;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/**
 * Serves on a listener that systemd bound (a unit of type socket): the service starts with the first connection, and is restarted
 * without one being refused. By sd_listen_fds(3) the descriptors begin at 3, and two variables say how many there are and for whom.
 */
class SocketActivation {
    private static final int FIRST = 3;

    public static void main(String[] arguments) throws Exception {
        String count = System.getenv("LISTEN_FDS");
        String pid = System.getenv("LISTEN_PID");
        if (!"1".equals(count) || !Long.toString(ProcessHandle.current().pid()).equals(pid)) {
            System.err.println("no listener was passed (LISTEN_FDS=" + count + ", LISTEN_PID=" + pid
                    + "); start this by systemd-socket-activate -l 8080 java ...");
            System.exit(1);
        }
        // Not for the children of this process; and systemd passes it as one that blocks.
        Descriptors.setCloseOnExec(FIRST, true);
        Descriptors.setNonBlocking(FIRST, true);
        try (EventLoopGroup loops = EventLoop.builder().startGroup(1);
                Acceptor acceptor = Acceptor.builder(loops).start(DescriptorListener.owning(FIRST), (loop, client) -> {
                    client.write(ByteBuffer.wrap("served\n".getBytes(StandardCharsets.US_ASCII)));
                    client.close();
                })) {
            System.out.println("serving on " + acceptor.localAddress());
            new CountDownLatch(1).await();
        }
    }
}
