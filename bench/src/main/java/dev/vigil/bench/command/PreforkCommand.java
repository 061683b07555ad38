package dev.vigil.bench.command;

import dev.vigil.bench.prefork.Prefork;
import dev.vigil.bench.run.Children;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
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
                        + " exclusively. Each connection is told the id of the process it reached. One that ends is"
                        + " told of, and another takes its place. Runs until SIGINT or SIGTERM."
                        + " Linux only.")
public final class PreforkCommand implements Callable<Integer> {
    /** So many in a row that ended right after their start would go on for ever. */
    private static final int MOST_EARLY_DEATHS = 10;

    private static final long EARLY_NANOS = TimeUnit.SECONDS.toNanos(1);

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

    /** How long children lived that took the place of others. */
    private final Map<Long, Long> lived = new ConcurrentHashMap<>();

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
            BlockingQueue<Process> ended = new LinkedBlockingQueue<>();
            server.children().forEach(child -> tellEnd(child, ended::add));
            for (int early = 0; early < MOST_EARLY_DEATHS; ) {
                Process last = ended.take();
                out.println("prefork: process " + last.pid() + " has ended with status " + last.exitValue());
                out.flush();
                long start = System.nanoTime();
                Process next = server.replace(last);
                out.println("prefork: process " + next.pid() + " takes its place");
                out.flush();
                tellEnd(next, process -> {
                    lived.put(process.pid(), System.nanoTime() - start);
                    ended.add(process);
                });
                early = lived.getOrDefault(last.pid(), Long.MAX_VALUE) < EARLY_NANOS ? early + 1 : 0;
            }
            out.println("prefork: children end as soon as they are started; see their standard error");
            out.flush();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // This process is being ended, its children first: nobody is to take their places.
            if (!Children.areEnding()) {
                throw e;
            }
        }
        return 1;
    }

    /** Returns at once. */
    @SuppressWarnings("FutureReturnValueIgnored") // Nothing of it can fail.
    private static void tellEnd(Process child, Consumer<Process> to) {
        child.onExit().thenAccept(to);
    }
}
