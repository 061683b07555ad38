package dev.vigil.bench.herd;

import dev.vigil.EventSource;
import dev.vigil.Interest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Some of the waiters. The listener is descriptor 0; the reader of standard output is the parent, without which this process
 * ends.
 */
public final class HerdChild {
    static final String READY = "ready";

    private static final int STANDARD_INPUT = 0;
    private static final int STANDARD_OUTPUT = 1;
    private static final int SETTING = 6;

    private HerdChild() {}

    /** A setting, the file with the tallies, and the place of the first waiter among them. */
    public static void main(String[] arguments) throws IOException {
        Setting setting = Setting.of(Arrays.copyOf(arguments, SETTING));
        Tallies tallies = Tallies.in(Path.of(arguments[SETTING]), setting.allWaiters());
        try (EventSource parent = EventSource.open(setting.backend())) {
            // Closed by the end of this process.
            Waiters.inheriting(setting, tallies, Integer.parseInt(arguments[SETTING + 1]), STANDARD_INPUT);
            System.out.println(READY);
            // A pipe whose reader is gone reports an error, whatever is asked for; priority data it never has.
            boolean[] gone = new boolean[1];
            parent.register(STANDARD_OUTPUT, Interest.PRIORITY, (registration, ready) -> gone[0] = true);
            while (!gone[0]) {
                parent.poll();
            }
        }
    }
}
