package dev.vigil.migrating;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vigil.EventSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The cold set of the nested arrangement: each event in it would go on into every set that holds it, at fifty nanoseconds each. */
class NestedSetTest {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final String HELD = "tfd:";

    @Test
    void theColdSetIsInNoOtherSet() throws IOException {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/fdinfo")), "needs /proc/self/fdinfo");
        Set<Integer> before = sets();
        MigratingSettings nested =
                MigratingSettings.builder().hot("poll").cold("epoll").build();
        try (EventSource source =
                EventSource.builder().backend(MigratingBackend.with(nested)).open()) {
            Set<Integer> ours = sets();
            ours.removeAll(before);
            assertFalse(ours.isEmpty(), source::toString);
            for (int set : ours) {
                Set<Integer> inner = heldBy(set);
                inner.retainAll(ours);
                assertEquals(Set.of(), inner, "sets in the set " + set);
            }
        }
    }

    /** The epoll sets of this process. */
    private static Set<Integer> sets() throws IOException {
        Set<Integer> sets = new TreeSet<>();
        try (Stream<Path> all = Files.list(DESCRIPTORS)) {
            for (Path each : (Iterable<Path>) all::iterator) {
                try {
                    if (Files.readSymbolicLink(each).toString().contains("[eventpoll]")) {
                        sets.add(Integer.parseInt(each.getFileName().toString()));
                    }
                } catch (IOException e) {
                    // That of the listing itself.
                }
            }
        }
        return sets;
    }

    private static Set<Integer> heldBy(int set) throws IOException {
        Set<Integer> held = new HashSet<>();
        List<String> lines = Files.readAllLines(Path.of("/proc/self/fdinfo", Integer.toString(set)));
        for (String line : lines) {
            if (line.startsWith(HELD)) {
                held.add(Integer.parseInt(line.substring(HELD.length()).strip().split(" ", -1)[0]));
            }
        }
        return held;
    }
}
