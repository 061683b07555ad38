package dev.vigil.migrating;

import dev.vigil.BackendCosts;
import dev.vigil.EventSource;
import dev.vigil.Feature;
import dev.vigil.Interest;
import dev.vigil.spi.Backends;
import java.io.File;
import java.io.IOException;
import java.nio.channels.Pipe;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Has every backend measured, and tells what was found and what was left behind. */
final class AutoProgram {
    private AutoProgram() {}

    public static void main(String[] arguments) throws Exception {
        // What loads once and stays is there before.
        for (String backend : List.of("nio", "poll", "epoll", "migrating")) {
            Pipe pipe = Pipe.open();
            try (Pipe.SourceChannel end = pipe.source();
                    Pipe.SinkChannel sink = pipe.sink();
                    EventSource source = EventSource.open(backend)) {
                end.configureBlocking(false);
                source.register(end, Interest.READ, (registration, ready) -> {});
                source.pollNow();
                Objects.requireNonNull(sink);
            }
        }
        Set<String> before = open();
        Set<Thread> threads = Thread.getAllStackTraces().keySet();
        List<BackendCosts> costs = Backends.measured(Set.of(Feature.CHANNELS)).costs();
        Set<String> after = open();
        after.removeAll(before);
        Set<Thread> more = new HashSet<>(Thread.getAllStackTraces().keySet());
        more.removeAll(threads);
        more.removeIf(thread -> !thread.getName().startsWith("vigil"));
        System.out.println(
                new TreeSet<>(costs.stream().map(BackendCosts::backend).toList()));
        System.out.println(costs.stream().allMatch(AutoProgram::isPlausible) ? "plausible" : costs);
        System.out.println("left: " + after + " " + more);
    }

    private static boolean isPlausible(BackendCosts costs) {
        return costs.alone() > 0 && costs.among() > 0 && costs.together() > 0 && costs.together() < costs.alone();
    }

    /** Pipes, sockets and kernel objects; files are left out, for the JVM opens jars. */
    private static Set<String> open() throws IOException {
        Set<String> open = new TreeSet<>();
        for (String number : Objects.requireNonNull(new File("/proc/self/fd").list())) {
            try {
                String target =
                        Files.readSymbolicLink(Path.of("/proc/self/fd", number)).toString();
                if (!target.startsWith("/")) {
                    open.add(number + " " + target);
                }
            } catch (NoSuchFileException e) {
                // That of the listing itself.
            }
        }
        return open;
    }
}
