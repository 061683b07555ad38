package dev.vigil.bench.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether somebody looks on. */
final class Terminal {
    private static final int DEFAULT_WIDTH = 100;

    private Terminal() {}

    /** Whether both standard output and standard error go to a terminal. */
    static boolean isWatched() {
        return isTerminal(1) && isTerminal(2);
    }

    private static boolean isTerminal(int fd) {
        try {
            String target =
                    Files.readSymbolicLink(Path.of("/proc/self/fd/" + fd)).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException e) {
            // No /proc: not Linux. System.console() would not tell either: since 22 it is never null.
            return false;
        }
    }

    /** How many characters a line may have. */
    static int width() {
        try {
            return Math.max(40, Integer.parseInt(System.getenv().getOrDefault("COLUMNS", "" + DEFAULT_WIDTH)));
        } catch (NumberFormatException e) {
            return DEFAULT_WIDTH;
        }
    }
}
