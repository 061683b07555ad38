import dev.vigil.accept.Acceptor;
import dev.vigil.loop.EventLoop;
import dev.vigil.loop.EventLoopGroup;
import dev.vigil.posix.Descriptors;
import dev.vigil.posix.Sockets;
import dev.vigil.raw.DescriptorListener;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A server of two processes: the parent binds, and starts children that inherit its listener as their standard input. */
class Prefork {
    private static final int STANDARD_INPUT = 0;

    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 0) {
            serve();
            return;
        }
        int listener = Sockets.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 128, false);
        int port = ((InetSocketAddress) Sockets.localAddress(listener)).getPort();
        // Everything that is opened here is closed on exec; this copy is not.
        Descriptors.duplicateTo(listener, STANDARD_INPUT);
        Descriptors.close(listener);
        List<Process> children = List.of(child(), child());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> children.forEach(Process::destroy)));
        System.out.println("port " + port);
        for (Process child : children) {
            child.waitFor();
        }
    }

    /** This very program again, by its own command line, which ProcessHandle tells of short ones only. */
    private static Process child() throws IOException {
        String self = Files.readString(Path.of("/proc/self/cmdline"));
        List<String> command = new ArrayList<>(List.of(self.split("\0")));
        command.add("child");
        return new ProcessBuilder(command).inheritIO().redirectInput(Redirect.INHERIT).start();
    }

    /** Tells each client which process it has reached. */
    private static void serve() throws IOException, InterruptedException {
        byte[] answer = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
        EventLoopGroup loops = EventLoop.builder().startGroup(1);
        Acceptor.builder(loops).start(DescriptorListener.borrowing(STANDARD_INPUT), (loop, client) -> {
            client.write(ByteBuffer.wrap(answer));
            client.close();
        });
        new CountDownLatch(1).await();
    }
}
