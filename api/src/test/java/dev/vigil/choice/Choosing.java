package dev.vigil.choice;

import dev.vigil.BackendStatus;
import dev.vigil.BackendUnavailableException;
import dev.vigil.EventSource;
import java.io.IOException;

/** Opens a source by its arguments, and prints what came of it. */
final class Choosing {
    private Choosing() {}

    public static void main(String[] arguments) throws IOException {
        switch (arguments[0]) {
            case "list" -> {
                for (BackendStatus status : EventSource.backends()) {
                    System.out.println(status.name() + " " + status.priority() + " "
                            + status.availability().usable() + " " + status.features() + " " + status.avoided() + " "
                            + status.availability().reason());
                }
            }
            case "open" -> open(null);
            default -> open(arguments[1]);
        }
    }

    private static void open(String name) throws IOException {
        try (EventSource source = name == null ? EventSource.open() : EventSource.open(name)) {
            System.out.println(source.backend());
        } catch (BackendUnavailableException e) {
            System.out.println(e.getMessage());
            for (Throwable suppressed : e.getSuppressed()) {
                System.out.println("suppressed " + suppressed);
            }
        }
    }
}
