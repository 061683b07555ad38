package dev.vigil.posix;

import dev.vigil.trust.OpenFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** An inotify descriptor that watches a file, which the script writes to. */
final class ScriptInotify {
    private static final int IN_MODIFY = 2;

    /** Implemented by jnr-ffi. */
    public interface Functions {
        /** {@code int inotify_init1(int flags)}. */
        int inotify_init1(int flags);

        /** {@code int inotify_add_watch(int fd, const char *path, uint32_t mask)}. */
        int inotify_add_watch(int fd, long path, int mask);
    }

    private static final Functions C = NativeLibrary.load(Functions.class);

    private ScriptInotify() {}

    static OpenFile open() throws IOException {
        Path file = Files.createTempFile("vigil", ".watched");
        try {
            int flags = FcntlConstants.O_CLOEXEC | FcntlConstants.O_NONBLOCK;
            int near = Errors.check("inotify_init1", C.inotify_init1(flags));
            byte[] bytes = file.toString().getBytes(StandardCharsets.UTF_8);
            NativeMemory path = NativeMemory.allocate(bytes.length + 1);
            path.buffer().put(0, bytes);
            Errors.check("inotify_add_watch", near, C.inotify_add_watch(near, path.address(), IN_MODIFY));
            return new ScriptFile(near, PosixFiles.open(file, FcntlConstants.O_WRONLY));
        } finally {
            Files.delete(file);
        }
    }
}
