package dev.vigil.bench.relay;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A line for each connection that failed, and no more than some in a second: the next one tells how many were left out. By any thread. */
final class FailureLines {
    private static final int MOST_IN_A_SECOND = 5;

    private final Consumer<String> out;
    private long second = System.nanoTime();
    private int inSecond;
    private long leftOut;

    FailureLines(Consumer<String> out) {
        this.out = out;
    }

    void tell(String line) {
        tell(line, System.nanoTime());
    }

    synchronized void tell(String line, long now) {
        if (now - second >= TimeUnit.SECONDS.toNanos(1)) {
            second = now;
            inSecond = 0;
        }
        if (inSecond == MOST_IN_A_SECOND) {
            leftOut++;
            return;
        }
        inSecond++;
        out.accept(leftOut == 0 ? line : line + "; " + leftOut + " more like it were not told of");
        leftOut = 0;
    }
}
