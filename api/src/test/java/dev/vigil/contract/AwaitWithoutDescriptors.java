package dev.vigil.contract;

import dev.vigil.EventSource;
import dev.vigil.Interest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Waits for its standard input, where nothing comes, while no descriptor is left. */
final class AwaitWithoutDescriptors {
    private static final int STANDARD_INPUT = 0;

    private AwaitWithoutDescriptors() {}

    /** Takes the name of the backend, and of a class of its to load instead of waiting once while there are descriptors. */
    public static void main(String[] arguments) throws IOException, ClassNotFoundException {
        System.setProperty("dev.vigil.backend", arguments[0]);
        // Loads what the calls need, from directories of classes that take descriptors of their own.
        EventSource.await(STANDARD_INPUT, Interest.READ, Duration.ZERO);
        if (arguments.length > 1) {
            Class.forName(arguments[1]);
            loadFailure(arguments[0]);
        } else {
            EventSource.await(STANDARD_INPUT, Interest.READ, Duration.ofNanos(1));
        }
        Fillers fillers = new Fillers();
        fillers.fill();
        for (Duration timeout : List.of(Duration.ZERO, Duration.ofNanos(1), Duration.ofMillis(30))) {
            EventSource.await(STANDARD_INPUT, Interest.READ, timeout);
        }
        fillers.release(1);
        System.out.println("waited");
    }

    private static void loadFailure(String backend) {
        try (EventSource source = EventSource.open(backend)) {
            source.register(Integer.MAX_VALUE, Interest.READ, (registration, ready) -> {});
            throw new AssertionError("there is no such descriptor");
        } catch (IOException e) {
            // EBADF: what an errno needs is there now.
            return;
        }
    }
}
