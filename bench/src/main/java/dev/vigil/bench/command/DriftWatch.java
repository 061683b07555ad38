package dev.vigil.bench.command;

import dev.vigil.bench.contender.Contender;
import dev.vigil.bench.contender.Contenders;
import dev.vigil.bench.mechanism.Mechanism;
import dev.vigil.bench.mechanism.Mechanisms;
import dev.vigil.bench.scenario.DriftShow;
import dev.vigil.bench.scenario.Parameters;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** Draws {@code drift} while it runs, in this process: a line for each tenth of a second, with hot and cold sizes and cost. */
final class DriftWatch implements DriftShow.Viewer {
    private static final long LINE_NANOS = 100_000_000;

    /** The cost that the shortest bar stands for, and how many characters a factor of ten has. */
    private static final double LEAST_COST = 10;

    private static final int DECADE = 12;
    private static final int SIZE_BAR = 24;

    private final PrintStream out;
    private final Mechanism mechanism;
    private final long watched;
    private long before = -1;
    private long shownAt;
    private double nanos;
    private long events;
    private int move;

    private DriftWatch(PrintStream out, Mechanism mechanism, long watched) {
        this.out = out;
        this.mechanism = mechanism;
        this.watched = watched;
    }

    /** Shows so many moves of one contender in each case. */
    static void run(List<Contender> contenders, List<Parameters> cases, int moves, PrintStream out) throws IOException {
        for (Contender contender : contenders) {
            if (Contenders.isProgram(contender.name())) {
                throw new UsageException("contender " + contender.name()
                        + " is a program of its own and cannot be watched: name one in Java");
            }
        }
        for (Contender contender : contenders) {
            for (Parameters each : cases) {
                out.println(contender.name() + ": " + each);
                Mechanism mechanism = Mechanisms.create(contender.name());
                DriftShow.run(mechanism, each, moves, new DriftWatch(out, mechanism, each.number("watched")));
            }
        }
    }

    @Override
    public boolean window(long sinceMove, long used, long count) {
        boolean moved = sinceMove < before;
        before = sinceMove;
        if (moved || move == 0) {
            move++;
            shownAt = 0;
            nanos = 0;
            events = 0;
            out.println("  ms  " + (mechanism.gauge("hot") < 0 ? "" : "     hot    cold" + " ".repeat(SIZE_BAR + 2))
                    + "ns/event   move " + move);
        }
        nanos += used;
        events += count;
        // The first windows after a move, one by one; then one line for many.
        if (sinceMove - shownAt >= (sinceMove < LINE_NANOS / 4 ? LINE_NANOS / 50 : LINE_NANOS) && events > 0) {
            line(sinceMove);
            shownAt = sinceMove;
            nanos = 0;
            events = 0;
        }
        return !out.checkError();
    }

    private void line(long sinceMove) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%4d  ", sinceMove / 1_000_000));
        long hot = mechanism.gauge("hot");
        if (hot >= 0) {
            line.append(String.format(Locale.ROOT, "%,8d%,8d  ", hot, mechanism.gauge("cold")));
            // By the root, for a hundredth would not be seen beside the rest.
            int share = (int) Math.ceil(SIZE_BAR * Math.sqrt((double) hot / watched));
            line.append("#".repeat(Math.min(SIZE_BAR, share)))
                    .append(".".repeat(Math.max(0, SIZE_BAR - share)))
                    .append("  ");
        }
        double cost = nanos / events;
        int bar = (int) Math.round(DECADE * Math.log10(Math.max(1, cost / LEAST_COST)));
        line.append(String.format(Locale.ROOT, "%,8.0f  ", cost)).append("=".repeat(bar));
        out.println(line.length() > Terminal.width() ? line.substring(0, Terminal.width()) : line);
    }
}
