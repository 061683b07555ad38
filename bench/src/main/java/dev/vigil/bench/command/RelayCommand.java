package dev.vigil.bench.command;

import dev.vigil.BackendUnavailableException;
import dev.vigil.bench.relay.ProxyHeader;
import dev.vigil.bench.relay.RelayServer;
import dev.vigil.bench.relay.RelaySettings;
import dev.vigil.bench.relay.Upstream;
import dev.vigil.relay.RelayTotals;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.BindException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs a TCP relay until it is told to stop. */
@Command(
        name = "relay",
        mixinStandardHelpOptions = true,
        description = "Relays connections to another address until SIGINT or SIGTERM. Then it takes no more, lets those"
                + " that go on finish for a while, and cuts the rest; a second signal ends it at once.")
public final class RelayCommand implements Callable<Integer> {
    private static final int MAX_LOOPS = 1024;
    private static final double NANOS_PER_SECOND = 1e9;

    @Option(
            names = "--listen",
            paramLabel = "ADDRESS",
            required = true,
            description =
                    "Where to listen: 127.0.0.1:8080; *:8080 or :8080 for every interface, [::]:8080 for those of IPv6 too;"
                            + " unix:/run/relay. Port 0 for any that is free.")
    private String listen;

    @Option(
            names = "--to",
            paramLabel = "ADDRESS",
            required = true,
            description =
                    "Where each connection goes: a host and a port, or unix:/run/server. A name is looked up for each of"
                            + " them, and its addresses are tried in order.")
    private String to;

    @Option(
            names = "--backend",
            paramLabel = "NAME",
            description =
                    "Backend, one of those that 'bench/run backends' lists; the library chooses if none is named.")
    private String backend;

    @Option(
            names = "--loops",
            paramLabel = "N",
            defaultValue = "1",
            description = "Threads, each with a source of its own; ${DEFAULT-VALUE} if not given.")
    private int loops;

    @Option(
            names = "--buffer",
            paramLabel = "SIZE",
            defaultValue = "1m",
            description =
                    "How much each direction of a connection may hold: the bandwidth of the path times its delay, or"
                            + " more; ${DEFAULT-VALUE} if not given.")
    private String buffer;

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            defaultValue = "128m",
            description =
                    "How much all of them together may hold; ${DEFAULT-VALUE} if not given, or one buffer for each"
                            + " loop.")
    private String memory;

    @Option(
            names = "--idle-timeout",
            paramLabel = "TIME",
            defaultValue = "0",
            description =
                    "Ends connections on which nothing moves for so long, as in 30s or 5m; 0, the default, is never.")
    private String idleTimeout;

    @Option(
            names = "--connect-timeout",
            paramLabel = "TIME",
            defaultValue = "10s",
            description =
                    "How long to wait for each address of the destination; ${DEFAULT-VALUE} if not given, 0 for as long as"
                            + " the system does.")
    private String connectTimeout;

    @Option(
            names = "--max-connections",
            paramLabel = "N",
            description = "How many there may be at once; further ones are closed. Without it, as many as come.")
    private Integer maxConnections;

    @Option(
            names = "--no-keepalive",
            description = "Does not have the system look from time to time if a silent peer is still there.")
    private boolean noKeepalive;

    @Option(
            names = "--send-proxy",
            paramLabel = "V",
            description =
                    "Tells the destination whom it serves, by a header of the PROXY protocol: v1, a line of text, or v2, a"
                            + " binary one.")
    private String sendProxy;

    @Option(
            names = "--grace",
            paramLabel = "TIME",
            defaultValue = "5s",
            description = "How long connections may go on when it is to stop; ${DEFAULT-VALUE} if not given.")
    private String grace;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Write the counts there when it stops; - is standard output.")
    private String json;

    @Spec
    private CommandSpec spec;

    private final CountDownLatch stopped = new CountDownLatch(1);
    private OutputFile output;

    @Override
    public Integer call() throws IOException, InterruptedException {
        SocketAddress from = parse("--listen", listen, Endpoints::listening);
        Upstream destination = parse("--to", to, Endpoints::upstream);
        if (loops < 1 || loops > MAX_LOOPS) {
            throw badOption("--loops " + loops + " is out of range: give 1 to " + MAX_LOOPS);
        }
        if (maxConnections != null && maxConnections < 1) {
            throw badOption("--max-connections " + maxConnections + " lets nobody in: give 1 or more");
        }
        RelaySettings settings = new RelaySettings(
                backend,
                loops,
                size("--buffer", buffer),
                size("--memory", memory),
                parse("--idle-timeout", idleTimeout, Quantities::time),
                parse("--connect-timeout", connectTimeout, Quantities::time),
                maxConnections == null ? Integer.MAX_VALUE : maxConnections,
                !noKeepalive,
                header());
        Duration patience = parse("--grace", grace, Quantities::time);
        output = json == null ? null : new OutputFile(json);
        // One buffer for each loop is the least.
        settings = settings.withBuffer(settings.bufferBytes());
        try {
            RelayServer server = RelayServer.start(from, destination, settings, this::complain);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, patience), "relay-stop"));
            StopSignals.secondEndsAtOnce();
            say("relay: " + Endpoints.text(server.address()) + " to " + to + " on " + server.backend() + ", "
                    + (loops == 1 ? "1 loop" : loops + " loops"));
            showFigures(server);
            return 0;
        } catch (BackendUnavailableException | IllegalArgumentException e) {
            throw new UsageException("relay: " + e.getMessage());
        } catch (BindException e) {
            throw new UsageException("relay: cannot listen on " + Endpoints.text(from) + ": " + e.getMessage()
                    + "; choose another address, or port 0 for any that is free");
        }
    }

    private ProxyHeader header() {
        if (sendProxy == null) {
            return ProxyHeader.NONE;
        }
        return switch (sendProxy) {
            case "v1" -> ProxyHeader.V1;
            case "v2" -> ProxyHeader.V2;
            default -> throw badOption("--send-proxy " + sendProxy + " is no version: give v1 or v2");
        };
    }

    private long size(String option, String typed) {
        long bytes = parse(option, typed, Quantities::bytes);
        long most = Runtime.getRuntime().maxMemory();
        if (bytes < 1 || bytes > most) {
            throw badOption(option + " " + typed + " is out of range: give 1 to " + most
                    + " bytes, which is what this JVM can have (-Xmx in JDK_JAVA_OPTIONS changes it)");
        }
        return bytes;
    }

    private <T> T parse(String option, String typed, Function<String, T> parser) {
        try {
            return parser.apply(typed);
        } catch (IllegalArgumentException e) {
            throw badOption(option + ": " + e.getMessage());
        }
    }

    private ParameterException badOption(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /** Waits for the end, and where somebody looks on, shows a line that changes every second. */
    private void showFigures(RelayServer server) throws InterruptedException {
        if (!Terminal.isWatched()) {
            stopped.await();
            return;
        }
        PrintStream out = System.err;
        RelayTotals before = server.totals();
        long then = System.nanoTime();
        while (!stopped.await(1, TimeUnit.SECONDS)) {
            RelayTotals now = server.totals();
            long time = System.nanoTime();
            String line = RelayFigures.line(now, before, (time - then) / NANOS_PER_SECOND);
            int width = Terminal.width() - 1;
            out.print("\r\033[K" + (line.length() > width ? line.substring(0, width) : line));
            out.flush();
            before = now;
            then = time;
        }
    }

    /** Runs at the end of the process, whatever ends it. */
    private void stop(RelayServer server, Duration patience) {
        server.close(patience);
        stopped.countDown();
        if (Terminal.isWatched()) {
            System.err.print("\r\033[K");
        }
        try {
            if (output != null) {
                output.write(RelayFigures.json(server.totals()), System.out);
            }
        } catch (IOException e) {
            PrintWriter err = spec.commandLine().getErr();
            err.println("relay: " + json + " could not be written: " + e.getMessage());
            err.flush();
        }
        say("relay: stopped; " + RelayFigures.summary(server.totals()));
    }

    /** A connection that failed. By the threads of loops, and others. */
    private void complain(String line) {
        if (Terminal.isWatched()) {
            System.err.print("\r\033[K");
        }
        System.err.println("relay: " + line);
    }

    /** Standard output belongs to the counts if they go there. */
    private void say(String line) {
        PrintWriter writer = output != null && output.isStandardOutput()
                ? spec.commandLine().getErr()
                : spec.commandLine().getOut();
        writer.println(line);
        writer.flush();
    }
}
