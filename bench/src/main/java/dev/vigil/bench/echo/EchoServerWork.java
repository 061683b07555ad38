package dev.vigil.bench.echo;

import dev.vigil.bench.worker.Budget;
import dev.vigil.bench.worker.RefusedException;
import dev.vigil.bench.worker.Reply;
import dev.vigil.bench.worker.Workload;
import java.io.IOException;

/** The server's side. It runs all the time; a round only tells how many messages it has sent back since the last one. */
public final class EchoServerWork implements Workload {
    private final EchoServer server;
    private int port;
    private long told;

    public EchoServerWork(String contender) {
        server = EchoServer.of(contender);
    }

    @Override
    public void open() throws IOException {
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
        reply.put("events", served - told);
        told = served;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
