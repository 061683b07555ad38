package dev.vigil.bench.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.vigil.BackendUnavailableException;
import dev.vigil.bench.soak.Soak;
import dev.vigil.bench.soak.SoakInterval;
import dev.vigil.bench.soak.SoakLevels;
import dev.vigil.bench.soak.SoakSettings;
import dev.vigil.bench.worker.Limits;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs connections of every temper for a long time, and looks whether anything stays behind. */
@Command(
        name = "soak",
        mixinStandardHelpOptions = true,
        description =
                "Opens short connections at a high rate, with half-closes, resets, urgent bytes, slow and idle ones,"
                        + " against an echo server in the same process. After each tenth of the run it closes all, and compares what"
                        + " the process holds with what it held after the first. Ends with status 1 if a byte or a connection is"
                        + " missing, or if heap, direct memory, descriptors or threads have grown, or the latency has.")
public final class SoakCommand implements Callable<Integer> {
    private static final int MOST_CONCURRENT = 20_000;
    private static final double MOST_MINUTES = 60 * 24 * 366;

    /** Both ends of each connection, and what the rest of the process needs. */
    private static final int RESERVED = 128;

    @Option(
            names = "--minutes",
            paramLabel = "M",
            description = "How long, as in 10 or 0.5; 1 if neither this nor --connections is given.")
    private Double minutes;

    @Option(names = "--connections", paramLabel = "N", description = "How many connections, if that comes first.")
    private Long connections;

    @Option(
            names = "--concurrent",
            paramLabel = "N",
            defaultValue = "100",
            description = "How many at once; ${DEFAULT-VALUE} if not given.")
    private int concurrent;

    @Option(
            names = "--backend",
            paramLabel = "NAME",
            description =
                    "Backend, one of those that 'bench/run backends' lists; the library chooses if none is named.")
    private String backend;

    @Option(names = "--seed", paramLabel = "S", description = "What the clients do; a fresh one if none is given.")
    private Long seed;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Write the figures there at the end; - is standard output.")
    private String json;

    @Spec
    private CommandSpec spec;

    private PrintWriter table;

    @Override
    public Integer call() throws IOException, InterruptedException {
        check();
        OutputFile output = json == null ? null : new OutputFile(json);
        table = output != null && output.isStandardOutput()
                ? spec.commandLine().getErr()
                : spec.commandLine().getOut();
        long fresh = seed == null ? new SplittableRandom().nextLong() >>> 24 : seed;
        double length = minutes == null ? connections == null ? 1 : 0 : minutes;
        SoakSettings settings = new SoakSettings(
                backend,
                (long) (length * TimeUnit.MINUTES.toNanos(1)),
                connections == null ? 0 : connections,
                concurrent,
                fresh,
                SoakSettings.USUAL_PARTS);
        say("soak: " + concurrent + " at once, --seed " + fresh);
        say(String.format(
                Locale.ROOT,
                "%8s %12s %8s %10s %10s %10s %10s %6s %8s",
                "s",
                "connections",
                "per s",
                "median us",
                "99 % us",
                "heap KiB",
                "direct KiB",
                "open",
                "threads"));
        Soak.Outcome outcome;
        try {
            outcome = Soak.run(settings, new Show());
        } catch (BackendUnavailableException e) {
            throw new UsageException("soak: " + e.getMessage());
        }
        say("soak: " + outcome.connections() + " connections on " + outcome.backend() + ": " + outcome.byHabit() + ", "
                + outcome.urgents() + " urgent bytes told");
        outcome.reasons().forEach(reason -> say("soak: " + reason));
        say(outcome.reasons().isEmpty() ? "soak: flat" : "soak: failed");
        if (output != null) {
            output.write(text(outcome), System.out);
        }
        return outcome.reasons().isEmpty() ? 0 : 1;
    }

    private void check() {
        if (minutes != null && !(minutes > 0 && minutes <= MOST_MINUTES)) {
            throw bad("--minutes " + minutes + " is out of range: give more than 0, at most " + (long) MOST_MINUTES);
        }
        if (connections != null && connections < 1) {
            throw bad("--connections " + connections + " is out of range: give 1 or more");
        }
        if (concurrent < 1 || concurrent > MOST_CONCURRENT) {
            throw bad("--concurrent " + concurrent + " is out of range: give 1 to " + MOST_CONCURRENT);
        }
        long most = (Limits.descriptors() - RESERVED) / 2L;
        if (concurrent > most) {
            throw new UsageException("soak: " + Limits.tooMany("--concurrent " + concurrent, Math.max(0, most), "2"));
        }
    }

    private ParameterException bad(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private void say(String line) {
        table.println(line);
        table.flush();
    }

    private static String text(Soak.Outcome outcome) {
        try {
            return JsonMapper.builder()
                            .enable(SerializationFeature.INDENT_OUTPUT)
                            .build()
                            .writeValueAsString(outcome)
                    + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A line that changes on a terminal, and one that stays for each tenth. */
    private final class Show implements Soak.Viewer {
        private final boolean watched = Terminal.isWatched();

        @Override
        public void running(double seconds, long count, int open, long medianNanos, SoakLevels levels) {
            if (!watched) {
                return;
            }
            String line = String.format(
                    Locale.ROOT,
                    "%.0f s, %,d connections, %,d open, median %,d us, heap %s, direct %s, %,d descriptors, %d threads",
                    seconds,
                    count,
                    open,
                    medianNanos / 1000,
                    Quantities.text((double) levels.heap()),
                    Quantities.text((double) levels.direct()),
                    levels.descriptors(),
                    levels.threads());
            int width = Terminal.width() - 1;
            System.err.print("\r\033[K" + (line.length() > width ? line.substring(0, width) : line));
            System.err.flush();
        }

        @Override
        public void ended(SoakInterval interval) {
            if (watched) {
                System.err.print("\r\033[K");
                System.err.flush();
            }
            SoakLevels levels = interval.levels();
            say(String.format(
                    Locale.ROOT,
                    "%8.1f %12d %8.0f %10d %10d %10d %10d %6d %8d",
                    interval.seconds(),
                    interval.connections(),
                    interval.perSecond(),
                    interval.medianNanos() / 1000,
                    interval.highNanos() / 1000,
                    levels.heap() >> 10,
                    levels.direct() >> 10,
                    levels.descriptors(),
                    levels.threads()));
        }
    }
}
