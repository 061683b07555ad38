package dev.vigil.bench;

import dev.vigil.bench.command.CommandLines;
import dev.vigil.bench.command.CompareCommand;
import picocli.CommandLine;

/** The command line of the bench module: one line per subcommand. Without a subcommand it is {@code compare}. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        CommandLine commands = CommandLines.root().addSubcommand(new CompareCommand());
        System.exit(CommandLines.run(commands, arguments));
    }
}
