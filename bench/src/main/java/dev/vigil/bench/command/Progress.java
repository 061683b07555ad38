package dev.vigil.bench.command;

import dev.vigil.bench.run.Listener;
import java.io.PrintStream;

/** One line on standard error that says what runs and how long still; nothing where nobody looks. */
final class Progress implements Listener, AutoCloseable {
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final PrintStream out = System.err;
    private final boolean shown = Terminal.isWatched();
    private final long start = System.nanoTime();
    private final long expectedSeconds;
    private int parts = 1;
    private int part;

    /** {@code expectedSeconds} is how long all of it takes, or 0 if that must be guessed on the way. */
    Progress(long expectedSeconds) {
        this.expectedSeconds = expectedSeconds;
    }

    /** Says that what is heard from now on is one part of several. */
    void part(int number, int of) {
        part = number;
        parts = of;
    }

    @Override
    public void doing(String what, double done) {
        if (!shown) {
            return;
        }
        long passed = (System.nanoTime() - start) / NANOS_PER_SECOND;
        double all = (part + Math.min(1, done)) / parts;
        String left = "";
        if (expectedSeconds > 0) {
            left = ", " + Math.max(0, expectedSeconds - passed) + " s left";
        } else if (all > 0.02 && passed > 2) {
            left = ", about " + Math.round(passed / all - passed) + " s left";
        }
        String line = what + left;
        int width = Terminal.width() - 1;
        out.print("\r\033[K" + (line.length() > width ? line.substring(0, width) : line));
        out.flush();
    }

    @Override
    public void close() {
        if (shown) {
            out.print("\r\033[K");
            out.flush();
        }
    }
}
