package dev.vigil.bench.herd;

import java.util.List;

/**
 * What one process is told to set up.
 *
 * @param backend of every waiter
 * @param mode how they share the address
 * @param processes that the waiters are in, apart from this one; 0 if they are in this one
 * @param waiters in each process
 * @param duplicates of the listener, itself included
 * @param every how many accepts make a rotation due
 */
public record Setting(String backend, Mode mode, int processes, int waiters, int duplicates, int every) {
    /** As on the command line of a child, in order. */
    public List<String> arguments() {
        return List.of(
                backend,
                mode.toString(),
                Integer.toString(processes),
                Integer.toString(waiters),
                Integer.toString(duplicates),
                Integer.toString(every));
    }

    static Setting of(String... arguments) {
        return new Setting(
                arguments[0],
                Mode.of(arguments[1]),
                Integer.parseInt(arguments[2]),
                Integer.parseInt(arguments[3]),
                Integer.parseInt(arguments[4]),
                Integer.parseInt(arguments[5]));
    }

    /** In all processes. */
    int allWaiters() {
        return Math.max(1, processes) * waiters;
    }
}
