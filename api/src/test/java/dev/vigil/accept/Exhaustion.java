package dev.vigil.accept;

import com.sun.management.OperatingSystemMXBean;
import dev.vigil.EventSource;
import dev.vigil.contract.ChannelKinds;
import dev.vigil.contract.Hoard;
import dev.vigil.loop.EventLoop;
import dev.vigil.loop.EventLoopGroup;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * A program whose acceptor runs out of descriptors for two seconds, and then gets some back. Prints how many log lines there
 * were, and the per cent of a processor it used meanwhile.
 */
public final class Exhaustion {
    private static final int CLIENTS = 5;

    private Exhaustion() {}

    public static void main(String[] arguments) throws Exception {
        List<String> lines = new ArrayList<>();
        Logger logger = Logger.getLogger("dev.vigil.accept");
        logger.setUseParentHandlers(false);
        logger.addHandler(new Handler() {
            @Override
            public synchronized void publish(LogRecord logged) {
                lines.add(logged.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        });
        try (EventLoopGroup group = EventLoop.builder()
                        .source(EventSource.builder().backend(arguments[0]))
                        .daemon(true)
                        .startGroup(2);
                Acceptor acceptor = Acceptor.builder(group).bind(ChannelKinds.anyPort(), Clients.greeter(group));
                Clients clients = new Clients()) {
            // Load every class that is needed while there is a descriptor to do it with.
            Clients.greeting(clients.connect(acceptor.localAddress()));
            cpuNanos();
            List<SocketChannel> waiting = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                waiting.add(SocketChannel.open());
            }
            String figures = figuresWhileExhausted(waiting, acceptor, lines);
            for (SocketChannel client : waiting) {
                Socket socket = client.socket();
                if (Clients.greeting(socket) < 0) {
                    throw new AssertionError("a connection was lost");
                }
                socket.close();
            }
            System.out.println(figures);
        }
    }

    /** Has clients connect while there is no descriptor to accept them with. */
    private static String figuresWhileExhausted(List<SocketChannel> clients, Acceptor acceptor, List<String> lines)
            throws IOException {
        Hoard hoard = new Hoard();
        try {
            for (SocketChannel client : clients) {
                client.connect(acceptor.localAddress());
            }
            long begin = System.nanoTime();
            long used = cpuNanos();
            long end = begin + TimeUnit.SECONDS.toNanos(2);
            for (long left = end - begin; left > 0; left = end - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            used = cpuNanos() - used;
            return lines.size() + " " + 100 * used / (System.nanoTime() - begin);
        } finally {
            hoard.close();
        }
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
