package dev.vigil.bench.command;

import dev.vigil.bench.prefork.Prefork;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A server of several processes that share one listener. */
@Command(
        name = "prefork",
        mixinStandardHelpOptions = true,
        description =
                "Binds a port of the loopback interface and starts processes that inherit the listener and watch it"
                        + " exclusively. Each connection is told the id of the process it reached. Runs until SIGINT or SIGTERM."
                        + " Linux only.")
public final class PreforkCommand implements Callable<Integer> {
    @Option(names = "--port", paramLabel = "P", defaultValue = "0", description = "The port; 0 for any.")
    private int port;

    @Option(
            names = "--processes",
            paramLabel = "N",
            defaultValue = "4",
            description = "How many; ${DEFAULT-VALUE} if not given.")
    private int processes;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (port < 0 || port > 0xffff) {
            throw new ParameterException(spec.commandLine(), "--port " + port + " is out of range: give 0 to 65535");
        }
        if (processes < 1 || processes > 1024) {
            throw new ParameterException(
                    spec.commandLine(), "--processes " + processes + " is out of range: give 1 to 1024");
        }
        PrintWriter out = spec.commandLine().getOut();
        try (Prefork server = new Prefork(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), processes)) {
            out.println("prefork: port " + server.address().getPort());
            server.children().forEach(child -> out.println("prefork: process " + child.pid()));
            out.flush();
            for (Process child : server.children()) {
                int status = child.waitFor();
                out.println("prefork: process " + child.pid() + " has ended with status " + status);
                out.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 1;
    }
}
