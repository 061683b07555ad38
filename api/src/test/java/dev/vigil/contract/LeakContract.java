package dev.vigil.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vigil.EventSource;
import dev.vigil.Feature;
import dev.vigil.Interest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A source gives back what it took, and hands nothing on to other programs. */
public interface LeakContract extends Contract {
    /** The descriptors of this process, without the one that the look itself needs. */
    private static Set<String> descriptors() throws IOException {
        Path fds = Path.of("/proc/self/fd");
        assumeTrue(Files.isDirectory(fds), "needs /proc/self/fd");
        Set<String> found = new TreeSet<>();
        try (Stream<Path> all = Files.list(fds)) {
            all.forEach(fd -> found.add(fd.getFileName().toString()));
        }
        found.removeIf(fd -> !Files.exists(fds.resolve(fd), LinkOption.NOFOLLOW_LINKS));
        return found;
    }

    @Rule(18)
    @Test
    default void twoThousandSourcesLeaveNoDescriptorBehind() throws IOException {
        try (Link link = fixture().kind(Trait.READ).open()) {
            openAndClose(link);
            int before = notFiles();
            for (int i = 0; i < 2_000; i++) {
                openAndClose(link);
            }
            // The JVM may have closed something of its own meanwhile.
            int after = notFiles();
            assertTrue(after <= before, () -> after + " descriptors are open, and " + before + " were");
        }
    }

    /** The JVM opens files now and then, to load classes or to look at its control group; a source opens none. */
    private static int notFiles() throws IOException {
        Set<String> found = descriptors();
        found.removeIf(LeakContract::isFile);
        return found.size();
    }

    private void openAndClose(Link link) throws IOException {
        try (EventSource source = open()) {
            link.register(source, Interest.READ, new Recorder());
            source.pollNow();
        }
    }

    private static boolean isFile(String fd) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/fd", fd)).isAbsolute();
        } catch (IOException e) {
            // Closed by now, and so none of the source's.
            return true;
        }
    }

    /** Not asked of a Selector: what the JDK opens for it is the JDK's, and not all of it is. */
    @Rule(18)
    @Needs(Feature.DESCRIPTORS)
    @Test
    default void whatASourceOpensIsClosedInOtherPrograms() throws IOException {
        open().close();
        Set<String> before = descriptors();
        try (EventSource source = open()) {
            source.pollNow();
            Set<String> opened = descriptors();
            opened.removeAll(before);
            // The JVM opens files meanwhile, to load classes; a source opens none.
            opened.removeIf(LeakContract::isFile);
            assertFalse(opened.isEmpty(), "a source without a descriptor");
            for (String fd : opened) {
                String flags = Files.readAllLines(Path.of("/proc/self/fdinfo", fd)).stream()
                        .filter(line -> line.startsWith("flags:"))
                        .map(line -> line.substring("flags:".length()).strip())
                        .findFirst()
                        .orElseThrow();
                // O_CLOEXEC of every Linux but alpha, parisc and sparc.
                assertTrue((Long.parseLong(flags, 8) & 02000000) != 0, () -> "descriptor " + fd + " has " + flags);
            }
        }
    }

    @Rule(18)
    @Test
    default void withoutADescriptorLeftOpeningFailsClearlyAndLeaksNothing() throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "needs /proc/self/fd");
        String name = fixture().backend().name();
        assumeTrue(
                EventSource.backends().stream()
                        .anyMatch(status -> status.name().equals(name)
                                && status.availability().usable()),
                "backend " + name + " is not found by its name");
        ChildJvm.Ended ended = ChildJvm.withTestClassPath()
                .optionsFromBuild()
                .descriptorLimit(300)
                .run(OutOfDescriptors.class, name);
        assertEquals("", ended.err());
        assertEquals("leaked nothing\n", ended.out());
        assertEquals(0, ended.status());
    }
}
