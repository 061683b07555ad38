package dev.vigil.bench.echo;

import dev.vigil.bench.selecting.SelectorContenders;
import dev.vigil.bench.worker.Budget;
import dev.vigil.bench.worker.CpuTime;
import dev.vigil.bench.worker.RefusedException;
import dev.vigil.bench.worker.Reply;
import dev.vigil.bench.worker.Workload;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/** The server's side. It runs all the time; a round only tells how many messages it has sent back since the last one. */
public final class EchoServerWork implements Workload {
    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final EchoServer server;
    private final SelectorsOf selectors;
    private long cpu;
    private long allocated;
    private int port;
    private long told;

    /** Checked before the server starts. */
    private interface SelectorsOf {
        void check() throws IOException;
    }

    public EchoServerWork(String contender) {
        this(EchoServer.of(contender), () -> {});
    }

    private EchoServerWork(EchoServer server, SelectorsOf selectors) {
        this.server = server;
        this.selectors = selectors;
    }

    /** Netty's NIO transport, over the selectors of a contender, which are the JVM's. */
    public static EchoServerWork nettyNio(String contender) {
        return new EchoServerWork(NettyEchoServer.nio(), () -> SelectorContenders.requireSelectorsOf(contender));
    }

    @Override
    public void open() throws IOException {
        selectors.check();
        port = server.start();
    }

    @Override
    public String details() {
        return " port=" + port;
    }

    @Override
    public void round(Budget budget, Reply reply) {
        if (server.failure() != null) {
            throw new RefusedException("the server failed: " + server.failure());
        }
        long served = server.served();
        long[] threads = CpuTime.threads(null);
        long cpuNow = CpuTime.nanos(threads);
        long allocatedNow = Arrays.stream(THREADS.getThreadAllocatedBytes(threads))
                .filter(bytes -> bytes > 0)
                .sum();
        reply.put("events", served - told).put("cpu", cpuNow - cpu).put("allocated", allocatedNow - allocated);
        told = served;
        cpu = cpuNow;
        allocated = allocatedNow;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
