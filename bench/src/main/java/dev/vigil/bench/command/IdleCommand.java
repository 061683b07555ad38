package dev.vigil.bench.command;

import dev.vigil.EventSource;
import dev.vigil.Interest;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Holds connections to a server and says nothing on them. */
@Command(
        name = "idle",
        mixinStandardHelpOptions = true,
        description = "Opens connections to a server and holds them, silent, until SIGINT or SIGTERM."
                + " Ends with status 1 if the server closes one.")
public final class IdleCommand implements Callable<Integer> {
    @Option(names = "--host", paramLabel = "NAME", description = "The server; loopback if none is given.")
    private String host;

    @Option(names = "--port", paramLabel = "P", required = true, description = "Its port.")
    private int port;

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "5000",
            description = "How many; ${DEFAULT-VALUE} if not given.")
    private int connections;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (port < 1 || port > 0xffff) {
            throw new ParameterException(spec.commandLine(), "--port " + port + " is out of range: give 1 to 65535");
        }
        if (connections < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--connections " + connections + " is out of range: give 1 or more");
        }
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        List<SocketChannel> held = new ArrayList<>();
        try (EventSource source = EventSource.open()) {
            while (held.size() < connections) {
                held.add(hold(source));
            }
            out.println("idle: holding " + connections + " connections");
            out.flush();
            while (source.poll() == 0) {
                // Woken by nobody that we know.
            }
            err.println("idle: the server has closed a connection, or sent something that was not asked for");
        } catch (IOException e) {
            err.println("idle: connection " + (held.size() + 1) + " of " + connections + ": " + e.getMessage());
        } finally {
            for (SocketChannel channel : held) {
                channel.close();
            }
        }
        return 1;
    }

    private SocketChannel hold(EventSource source) throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(server(), port));
        try {
            channel.configureBlocking(false);
            source.register(channel, Interest.READ, (registration, ready) -> registration.cancel());
            return channel;
        } catch (Throwable e) {
            channel.close();
            throw e;
        }
    }

    private InetAddress server() {
        try {
            return host == null ? InetAddress.getLoopbackAddress() : InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new ParameterException(
                    spec.commandLine(), "--host " + host + " is unknown: give a name or an address");
        }
    }
}
