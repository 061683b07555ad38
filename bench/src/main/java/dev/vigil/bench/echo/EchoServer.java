package dev.vigil.bench.echo;

import java.io.Closeable;
import java.io.IOException;

/** Accepts connections on loopback and sends back what comes, on one thread. */
interface EchoServer extends Closeable {
    int BACKLOG = 4096;

    /** The size of a message. */
    int MESSAGE = 64;

    /** Starts, and returns the port. */
    int start() throws IOException;

    /** Messages sent back so far. */
    long served();

    /** Why the server's thread ended, or null. */
    Throwable failure();

    static EchoServer of(String contender) {
        return switch (contender) {
            case "jdk" -> new SelectorEchoServer();
            case "netty" -> NettyEchoServer.epoll();
            case EchoContenders.NETTY_URING -> NettyEchoServer.uring();
            case EchoContenders.BATCHED -> new StreamEchoServer(true);
            case EchoContenders.PLAIN -> new StreamEchoServer(false);
            default -> new VigilEchoServer(contender);
        };
    }
}
