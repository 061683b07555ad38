package dev.vigil.loop;

import com.sun.management.OperatingSystemMXBean;
import dev.vigil.EventSource;
import dev.vigil.contract.ChannelKinds;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
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
        Logger logger = Logger.getLogger("dev.vigil.loop");
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
            Deque<SocketChannel> hoard = hoard();
            for (SocketChannel client : waiting) {
                client.connect(acceptor.localAddress());
            }
            long begin = System.nanoTime();
            long used = cpuNanos();
            long end = begin + TimeUnit.SECONDS.toNanos(2);
            for (long left = end - begin; left > 0; left = end - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            used = cpuNanos() - used;
            long took = System.nanoTime() - begin;
            int logged = lines.size();
            while (!hoard.isEmpty()) {
                hoard.pop().close();
            }
            for (SocketChannel client : waiting) {
                Socket socket = client.socket();
                if (Clients.greeting(socket) < 0) {
                    throw new AssertionError("a connection was lost");
                }
                socket.close();
            }
            System.out.println(logged + " " + 100 * used / took);
        }
    }

    /** Opens descriptors until there are no more. */
    private static Deque<SocketChannel> hoard() {
        Deque<SocketChannel> hoard = new ArrayDeque<>();
        while (true) {
            try {
                hoard.push(SocketChannel.open());
            } catch (IOException e) {
                return hoard;
            }
        }
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
