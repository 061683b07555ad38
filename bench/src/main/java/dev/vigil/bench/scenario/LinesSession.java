package dev.vigil.bench.scenario;

import dev.vigil.bench.contender.JavaCommands;
import dev.vigil.bench.run.Children;
import dev.vigil.bench.run.Session;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A JVM that is told the length of each round on a line, and answers with a line. */
final class LinesSession implements Session {
    private final Process process;
    private final BufferedReader output;
    private final BufferedWriter input;

    LinesSession(Class<?> main, List<String> arguments) throws IOException {
        process = Children.start(new ProcessBuilder(JavaCommands.of(main, arguments.toArray(String[]::new)))
                .redirectError(ProcessBuilder.Redirect.INHERIT));
        output = process.inputReader(StandardCharsets.US_ASCII);
        input = process.outputWriter(StandardCharsets.US_ASCII);
    }

    @Override
    public Outcome round(long nanos) throws IOException {
        input.write(nanos + "\n");
        input.flush();
        String line = output.readLine();
        if (line == null) {
            throw new IOException("it ended; see standard error");
        }
        Map<String, String> values = new LinkedHashMap<>();
        String[] words = line.split(" ", -1);
        for (int i = 1; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            values.put(words[i].substring(0, equals), words[i].substring(equals + 1));
        }
        return new Outcome(values);
    }

    @Override
    public void close() throws IOException {
        try (input;
                output) {
            Children.end(closed());
        }
    }

    /** The process, with its input at the end. */
    private Process closed() throws IOException {
        input.close();
        return process;
    }
}
