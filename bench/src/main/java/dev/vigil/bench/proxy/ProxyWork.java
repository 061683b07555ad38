package dev.vigil.bench.proxy;

import com.sun.management.ThreadMXBean;
import dev.vigil.bench.worker.Budget;
import dev.vigil.bench.worker.RefusedException;
import dev.vigil.bench.worker.Reply;
import dev.vigil.bench.worker.Request;
import dev.vigil.bench.worker.Workload;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/** A relay's worker. It works all the time; a round only tells what it has allocated since the last one. */
public final class ProxyWork implements Workload {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Proxy proxy;
    private final int to;
    private int port;
    private long told;

    public ProxyWork(String contender, Request request) {
        to = (int) request.number("to", 1, 65_535);
        proxy = switch (contender) {
            case "naive" -> new NaiveProxy();
            case "netty" -> new NettyProxy();
            default -> RelayProxy.of(contender, request);
        };
    }

    @Override
    public void open() throws IOException {
        port = proxy.start(to);
    }

    @Override
    public String details() {
        return " port=" + port;
    }

    @Override
    public void round(Budget budget, Reply reply) {
        if (proxy.failure() != null) {
            throw new RefusedException("the relay failed: " + proxy.failure());
        }
        long allocated = allocated();
        reply.put("allocated", allocated - told);
        told = allocated;
    }

    /** By all other threads: this one only talks. */
    private static long allocated() {
        long own = Thread.currentThread().getId();
        return Arrays.stream(THREADS.getAllThreadIds())
                .filter(id -> id != own)
                .map(THREADS::getThreadAllocatedBytes)
                .filter(bytes -> bytes > 0)
                .sum();
    }

    @Override
    public void close() throws IOException {
        proxy.close();
    }
}
