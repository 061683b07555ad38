package dev.vigil.bench.command;

import dev.vigil.bench.run.Children;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What all subcommands share: the root they hang on, the default one, and how errors end. */
public final class CommandLines {
    private static final String DEFAULT_COMMAND = "compare";

    private CommandLines() {}

    /** A command line without subcommands. */
    public static CommandLine root() {
        return new CommandLine(new Root());
    }

    /** Runs what the arguments ask for, and returns the exit status: 0, 1 for a failure, 2 for bad input. */
    public static int run(CommandLine commands, String... arguments) {
        commands.setExecutionExceptionHandler(CommandLines::report);
        return commands.execute(withCommand(arguments));
    }

    /** Options without a command, and nothing at all, are for the default command. */
    private static String[] withCommand(String[] arguments) {
        boolean given = arguments.length > 0
                && (!arguments[0].startsWith("-") || arguments[0].matches("-h|--help|-V|--version"));
        if (given) {
            return arguments;
        }
        String[] all = new String[arguments.length + 1];
        all[0] = DEFAULT_COMMAND;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return all;
    }

    /** What the user typed, to be typed again. */
    static String asTyped(CommandLine.Model.CommandSpec spec) {
        List<String> arguments = spec.root().commandLine().getParseResult().originalArgs();
        return String.join(
                " ", Stream.concat(Stream.of("bench/run"), arguments.stream()).toList());
    }

    private static int report(Exception failure, CommandLine command, CommandLine.ParseResult ignored)
            throws Exception {
        if (failure instanceof UsageException) {
            command.getErr().println(failure.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
        if (Children.areEnding()) {
            // Ctrl-C: the children are being ended, and what failed failed because of that.
            return CommandLine.ExitCode.SOFTWARE;
        }
        throw failure;
    }

    @Command(
            name = "bench/run",
            mixinStandardHelpOptions = true,
            version = "Vigil 0.2.0-SNAPSHOT",
            description = "Measures every backend beside its peers. Without a command: " + DEFAULT_COMMAND + ".")
    private static final class Root {}
}
