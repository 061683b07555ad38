package dev.vigil.bench.command;

import dev.vigil.BackendUnavailableException;
import dev.vigil.EventSource;
import dev.vigil.EventSourceBuilder;
import dev.vigil.Statistics;
import dev.vigil.bench.serve.Server;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the server until it is told to stop. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = "Serves one page over HTTP/1.1 until SIGINT or SIGTERM.")
public final class ServeCommand implements Callable<Integer> {
    private static final int MAX_LOOPS = 1024;

    @Option(
            names = "--backend",
            paramLabel = "NAME",
            description =
                    "Backend, one of those that 'bench/run backends' lists; the library chooses if none is named.")
    private String backend;

    @Option(names = "--host", paramLabel = "NAME", description = "Address to listen on; loopback if none is given.")
    private String host;

    @Option(
            names = "--port",
            paramLabel = "P",
            defaultValue = "8080",
            description = "Port to listen on, 0 for any that is free; ${DEFAULT-VALUE} if none is given.")
    private int port;

    @Option(
            names = "--loops",
            paramLabel = "N",
            description = "Threads, each with a source of its own; one for each processor if not given.")
    private int loops = Runtime.getRuntime().availableProcessors();

    @Option(names = "--statistics", description = "Print the statistics of each source at the end.")
    private boolean statistics;

    @Spec
    private CommandSpec spec;

    private volatile Server running;

    @Override
    public Integer call() throws IOException, InterruptedException {
        InetSocketAddress address = address();
        if (loops < 1 || loops > MAX_LOOPS) {
            throw badOption("--loops " + loops + " is out of range: give 1 to " + MAX_LOOPS);
        }
        EventSourceBuilder sources = EventSource.builder();
        if (backend != null) {
            sources.backend(backend);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "serve-stop"));
        try (Server server = Server.start(sources, address, loops)) {
            running = server;
            print("serve: " + url(server.address()) + " on " + server.backend() + ", "
                    + (loops == 1 ? "1 loop" : loops + " loops"));
            server.await();
            return 0;
        } catch (BackendUnavailableException e) {
            // To the library this program is the code that asked.
            throw new UsageException(e.getMessage().replace("(asked for in code)", "(--backend)"));
        } catch (BindException e) {
            error("serve: cannot listen on " + url(address) + ": " + e.getMessage()
                    + "; choose another --port, or 0 for any that is free");
        } catch (ExecutionException e) {
            error("serve: a loop has failed: " + e.getCause());
            e.getCause().printStackTrace(spec.commandLine().getErr());
        }
        return 1;
    }

    private InetSocketAddress address() {
        if (port < 0 || port > 0xffff) {
            throw badOption("--port " + port + " is out of range: give 0 to 65535");
        }
        try {
            return new InetSocketAddress(
                    host == null ? InetAddress.getLoopbackAddress() : InetAddress.getByName(host), port);
        } catch (UnknownHostException e) {
            throw badOption("--host " + host + " is unknown: give a name or an address of this machine");
        }
    }

    private ParameterException badOption(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /** Runs at the end of the process, whatever ends it. */
    private void stop() {
        Server server = running;
        if (server == null) {
            return;
        }
        try {
            server.close();
        } catch (IOException e) {
            error("serve: the listening socket could not be closed: " + e.getMessage());
        }
        if (statistics) {
            int number = 0;
            for (Statistics each : server.statistics()) {
                print("serve: loop " + ++number + ": " + each);
            }
        }
        print("serve: stopped");
    }

    private static String url(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return "http://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort() + "/";
    }

    private void print(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }

    private void error(String line) {
        spec.commandLine().getErr().println(line);
        spec.commandLine().getErr().flush();
    }
}
