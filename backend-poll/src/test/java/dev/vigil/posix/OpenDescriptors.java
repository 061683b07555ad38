package dev.vigil.posix;

import dev.vigil.loop.Loops;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails a test that leaves a pipe, socket, terminal or kernel object open. Files are left out: the JVM opens jars. */
public final class OpenDescriptors implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback {

    private static final Path DIRECTORY = Path.of("/proc/self/fd");

    private Map<Integer, String> before;

    /** Descriptor to what it refers to, such as {@code pipe:[4711]}. */
    public static Map<Integer, String> now() {
        Map<Integer, String> open = new TreeMap<>();
        try (Stream<Path> entries = Files.list(DIRECTORY)) {
            for (Path entry : (Iterable<Path>) entries::iterator) {
                try {
                    String target = Files.readSymbolicLink(entry).toString();
                    if (!target.startsWith("/") || target.startsWith("/dev/pt")) {
                        open.put(Integer.valueOf(entry.getFileName().toString()), target);
                    }
                } catch (NoSuchFileException e) {
                    // The descriptor of this very listing, or one that somebody just closed.
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return open;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        // The JDK keeps a socket of its own from its first channel on.
        SocketChannel.open().close();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        settle();
        before = now();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        settle();
        Assertions.assertEquals(before, now(), "descriptors left open");
    }

    /** What ends a little after its last user: who waited, or closed an acceptor, does not wait for it. */
    private static void settle() {
        Loops.join("vigil-acceptor");
        Loops.join("vigil-watcher");
    }
}
