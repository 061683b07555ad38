package dev.vigil.bench;

import dev.vigil.bench.command.BackendsCommand;
import dev.vigil.bench.command.CommandLines;
import dev.vigil.bench.command.CompareCommand;
import dev.vigil.bench.command.IdleCommand;
import dev.vigil.bench.command.JmhCommand;
import dev.vigil.bench.command.PreforkCommand;
import dev.vigil.bench.command.RelayCommand;
import dev.vigil.bench.command.ReportCommand;
import dev.vigil.bench.command.ScenarioCommand;
import dev.vigil.bench.command.ServeCommand;
import dev.vigil.bench.command.SoakCommand;
import picocli.CommandLine;

/** The command line of the bench module: one line per subcommand. Without a subcommand it is {@code compare}. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(CommandLines.run(commands(), arguments));
    }

    static CommandLine commands() {
        CommandLine commands = CommandLines.root();
        commands.addSubcommand(new CompareCommand());
        commands.addSubcommand(new ScenarioCommand());
        commands.addSubcommand(new ReportCommand());
        commands.addSubcommand(new JmhCommand());
        commands.addSubcommand(new BackendsCommand());
        commands.addSubcommand(new ServeCommand());
        commands.addSubcommand(new IdleCommand());
        commands.addSubcommand(new RelayCommand());
        commands.addSubcommand(new PreforkCommand());
        commands.addSubcommand(new SoakCommand());
        return commands;
    }
}
