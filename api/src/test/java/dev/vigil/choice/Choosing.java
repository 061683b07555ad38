package dev.vigil.choice;

import dev.vigil.AutoChoice;
import dev.vigil.BackendCosts;
import dev.vigil.BackendStatus;
import dev.vigil.BackendUnavailableException;
import dev.vigil.EventSource;
import dev.vigil.EventSourceBuilder;
import dev.vigil.Feature;
import dev.vigil.spi.Backends;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;

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
            case "open" -> open(EventSource.builder());
            case "named" -> open(EventSource.builder().backend(arguments[1]));
            case "auto" -> auto(arguments);
            case "interrupted" -> interrupted();
            case "twice" -> twice();
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    /** With a builder told so, which needs the features named behind. */
    private static void auto(String... arguments) throws IOException {
        Feature[] needed =
                Arrays.stream(arguments).skip(1).map(Feature::valueOf).toArray(Feature[]::new);
        open(EventSource.builder().auto(needed));
    }

    private static void interrupted() throws IOException {
        Thread.currentThread().interrupt();
        open(EventSource.builder().auto());
        System.out.println(Thread.interrupted() ? "interrupted still" : "no longer interrupted");
    }

    private static void twice() throws IOException {
        open(EventSource.builder().auto());
        open(EventSource.builder().auto());
        AutoChoice choice = Backends.measured(Set.of());
        System.out.println(choice.backend() + ", "
                + choice.costs().stream().map(BackendCosts::backend).toList() + ", " + choice.account());
    }

    private static void open(EventSourceBuilder builder) throws IOException {
        try (EventSource source = builder.open()) {
            System.out.println(source.backend());
        } catch (BackendUnavailableException e) {
            System.out.println(e.getMessage());
            for (Throwable suppressed : e.getSuppressed()) {
                System.out.println("suppressed " + suppressed);
            }
        }
    }
}
