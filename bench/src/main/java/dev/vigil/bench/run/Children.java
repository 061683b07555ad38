package dev.vigil.bench.run;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Every process that was started here. None outlives this one, however that ends, short of being killed. */
public final class Children {
    private static final Set<Process> ALIVE = ConcurrentHashMap.newKeySet();
    private static final long PATIENCE_SECONDS = 5;
    private static final Map<Object, Runnable> AT_END = new ConcurrentHashMap<>();
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

    /** Ends a process that would not end by itself, with all that it has started. */
    public static void kill(Process process) {
        killAll(process);
        end(process);
    }

    /** Its own children first: without it nobody would know them. */
    private static void killAll(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /** What else is to be done when this process is ended from outside, after all children are. */
    public static void atEnd(Object owner, Runnable action) {
        AT_END.put(owner, action);
    }

    /** It need not be done any more. */
    public static void forgetEnd(Object owner) {
        AT_END.remove(owner);
    }

    /** Whether this process is being ended from outside; what fails now fails because of that. */
    public static boolean areEnding() {
        return ending;
    }

    private static void endAll() {
        synchronized (Children.class) {
            ending = true;
        }
        ALIVE.forEach(Children::killAll);
        for (Process process : ALIVE) {
            end(process);
        }
        AT_END.values().forEach(Runnable::run);
    }
}
