package dev.vigil.bench.run;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Every process that was started here. None outlives this one, however that ends, short of being killed. */
public final class Children {
    private static final Set<Process> ALIVE = ConcurrentHashMap.newKeySet();
    private static final long PATIENCE_SECONDS = 5;
    private static volatile boolean ending;

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(Children::endAll, "ends children"));
    }

    private Children() {}

    public static Process start(ProcessBuilder builder) throws IOException {
        synchronized (Children.class) {
            if (ending) {
                throw new IOException("interrupted");
            }
            Process process = builder.start();
            ALIVE.add(process);
            return process;
        }
    }

    /** Waits until a process has ended by itself, kills it if it takes long, and returns its status. */
    public static int end(Process process) {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            return -1;
        } finally {
            ALIVE.remove(process);
        }
    }

    /** Whether this process is being ended from outside; what fails now fails because of that. */
    public static boolean areEnding() {
        return ending;
    }

    private static void endAll() {
        synchronized (Children.class) {
            ending = true;
        }
        ALIVE.forEach(Process::destroyForcibly);
        for (Process process : ALIVE) {
            end(process);
        }
    }
}
