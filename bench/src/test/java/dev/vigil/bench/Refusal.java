package dev.vigil.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vigil.bench.command.CommandLines;
import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** What the command line says to what it refuses. */
public final class Refusal {
    private Refusal() {}

    /** The message of a command that must end with status 2. */
    public static String of(String... arguments) {
        StringWriter errors = new StringWriter();
        CommandLine commands = Main.commands();
        commands.setErr(new PrintWriter(errors));
        assertEquals(2, CommandLines.run(commands, arguments), errors.toString());
        return errors.toString();
    }
}
