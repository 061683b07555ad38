package dev.vigil.migrating;

import java.util.List;

/** Complaints of {@link FaultProgram} that are left out, and why. */
final class KnownFaults {
    /**
     * Part of a complaint, and why it is left out.
     *
     * @param operation the operation and the call
     * @param complaint what is said of it
     * @param reason why it is no failure of the test
     */
    private record Known(String operation, String complaint, String reason) {}

    private static final List<Known> ALL = List.of(
            new Known(
                    "CLOSE with close",
                    "UncheckedIOException",
                    "close() of a source lets out what close(2) says, which no javadoc names; nothing leaks"),
            new Known(
                    "OPEN with",
                    "afterwards dev.vigil.BackendUnavailableException",
                    "migrating remembers that its first open failed, also if that was for want of descriptors"));

    private KnownFaults() {}

    static boolean contain(String line) {
        return ALL.stream().anyMatch(known -> line.contains(known.operation()) && line.contains(known.complaint()));
    }
}
