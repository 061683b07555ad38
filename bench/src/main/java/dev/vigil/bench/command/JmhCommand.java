package dev.vigil.bench.command;

import dev.vigil.BackendStatus;
import dev.vigil.EventSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Runs the microbenchmarks. */
@Command(
        name = "jmh",
        description = {
            "Runs the microbenchmarks of Vigil's backends. What follows goes to JMH, such as: jmh Ready -p backend=epoll -f 1.",
            "jmh -h lists JMH's options, jmh -l the benchmarks."
        })
public final class JmhCommand implements Callable<Integer> {
    private static final String[] JVM_OPTIONS = {
        "--enable-native-access=ALL-UNNAMED", "--add-opens", "java.base/sun.nio.ch=ALL-UNNAMED"
    };

    @Unmatched
    private final List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() throws RunnerException {
        CommandLineOptions given;
        try {
            given = new CommandLineOptions(arguments.toArray(String[]::new));
        } catch (CommandLineOptionException e) {
            throw new UsageException(e.getMessage());
        }
        ChainedOptionsBuilder options =
                new OptionsBuilder().parent(given).addProfiler(GCProfiler.class).jvmArgsAppend(JVM_OPTIONS);
        if (!given.getParameter("backend").hasValue()) {
            options.param("backend", usable());
        }
        return run(given, new Runner(options.build()));
    }

    private static int run(CommandLineOptions given, Runner runner) throws RunnerException {
        if (given.shouldHelp()) {
            try {
                given.showHelp();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        } else if (given.shouldList()) {
            runner.list();
        } else if (given.shouldListWithParams()) {
            runner.listWithParams(given);
        } else {
            try {
                runner.run();
            } catch (NoBenchmarksException e) {
                throw new UsageException("no benchmark has such a name; bench/run jmh -l lists them");
            }
        }
        return 0;
    }

    private static String[] usable() {
        return EventSource.backends().stream()
                .filter(status -> status.availability().usable())
                .map(BackendStatus::name)
                .toArray(String[]::new);
    }
}
