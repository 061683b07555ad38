package dev.vigil.bench.scenario;

import dev.vigil.bench.contender.JavaCommands;
import dev.vigil.bench.run.Children;
import dev.vigil.bench.run.Session;
import dev.vigil.bench.worker.StartupMain;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Starts a JVM each round. */
final class StartupSession implements Session {
    private final String contender;

    StartupSession(String contender) {
        this.contender = contender;
    }

    @Override
    public Outcome round(long nanos) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(JavaCommands.of(StartupMain.class, contender))
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        long start = System.nanoTime();
        Process process = Children.start(builder);
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            String line = reader.readLine();
            long end = System.nanoTime();
            if (line == null) {
                throw new IOException(contender + " told of no event: its JVM ended before");
            }
            Map<String, String> values = new LinkedHashMap<>();
            for (String pair : line.split(" ", -1)) {
                int equals = pair.indexOf('=');
                values.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
            values.put("nanos", Long.toString(end - start));
            return new Outcome(values);
        } finally {
            Children.end(process);
        }
    }

    @Override
    public void close() {}
}
