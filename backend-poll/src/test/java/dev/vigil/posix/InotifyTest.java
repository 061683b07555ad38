package dev.vigil.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vigil.EventSource;
import dev.vigil.Interest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Runtime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What docs/native.md shows: a descriptor that Vigil does not open, from a call that the application binds itself. */
@ExtendWith(OpenDescriptors.class)
class InotifyTest {
    private static final String BEGIN = "// The example begins" + " here.";
    private static final String END = "// The example ends" + " here.";

    @TempDir
    private Path directory;

    // The example begins here.

    /** What of libc the application calls itself. Public, for jnr-ffi implements it. */
    public interface Inotify {
        int inotify_init1(int flags);

        int inotify_add_watch(int fd, String path, int mask);
    }

    private static final int IN_CREATE = 0x100;

    private static FdChannel watch(Path directory) throws Exception {
        Inotify libc = LibraryLoader.create(Inotify.class).failImmediately().load("c");
        int fd = libc.inotify_init1(FcntlConstants.O_NONBLOCK | FcntlConstants.O_CLOEXEC);
        if (fd < 0 || libc.inotify_add_watch(fd, directory.toString(), IN_CREATE) < 0) {
            throw new IllegalStateException(
                    "errno " + Runtime.getSystemRuntime().getLastError());
        }
        return FdChannel.owning(fd);
    }

    /** Takes the names out of {@code struct inotify_event { int wd; uint32_t mask, cookie, len; char name[]; }}. */
    private static void names(FdChannel inotify, ByteBuffer events, List<String> into) throws Exception {
        inotify.read(events.clear());
        events.flip();
        while (events.hasRemaining()) {
            int length = events.position(events.position() + 12).getInt();
            byte[] name = new byte[length];
            events.get(name);
            into.add(new String(name, StandardCharsets.UTF_8).replace("\0", ""));
        }
    }

    // The example ends here.

    @Test
    void theDocumentShowsThisVeryCode() throws Exception {
        String code = Files.readString(Path.of("src/test/java/dev/vigil/posix/InotifyTest.java"));
        String example = code.substring(code.indexOf(BEGIN) + BEGIN.length(), code.indexOf(END));
        String document = Files.readString(Path.of("../docs/native.md"));
        assertTrue(document.contains(example.strip().replace("\n    ", "\n")), "copy the example into docs/native.md");
    }

    @Test
    void aDescriptorOfTheApplicationsOwnIsWatchedLikeAnyOther() throws Exception {
        assumeTrue(OperatingSystem.CURRENT == OperatingSystem.LINUX, "inotify is Linux's");
        List<String> created = new ArrayList<>();
        ByteBuffer events = ByteBuffer.allocateDirect(4096).order(ByteOrder.nativeOrder());
        try (FdChannel inotify = watch(directory);
                EventSource source = EventSource.open("poll")) {
            source.register(inotify.fd(), Interest.READ, (registration, ready) -> {
                try {
                    names(inotify, events, created);
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            });
            Files.createFile(directory.resolve("one"));
            assertTrue(source.poll(TimeUnit.SECONDS.toNanos(30)) > 0);
            Files.createFile(directory.resolve("another"));
            assertTrue(source.poll(TimeUnit.SECONDS.toNanos(30)) > 0);
        }
        assertEquals(List.of("one", "another"), created);
    }
}
