package dev.vigil.posix;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.file.FileSystems;
import java.nio.file.Path;

/** Descriptors of what has a path: files, devices, named pipes. Any thread may call any method. */
public final class PosixFiles {

    /** The encoding of paths that the JDK itself uses. */
    private static final Charset PATH_ENCODING = Charset.forName(
            System.getProperty("sun.jnu.encoding", Charset.defaultCharset().name()));

    private PosixFiles() {}

    /**
     * Opens a file, closed on exec. A named pipe opened for one direction waits for its other end; one opened for reading
     * with {@code O_NONBLOCK} does not.
     *
     * @param path the file
     * @param flags {@code O_RDONLY}, {@code O_WRONLY} or {@code O_RDWR} of {@link FcntlConstants}, joined with others; a file
     *     made by {@code O_CREAT} is for its owner only
     * @return the descriptor
     * @throws IllegalArgumentException if it is no path of the default file system
     * @throws IOException if the system refuses
     */
    public static int open(Path path, int flags) throws IOException {
        try (Scratch memory = encode(path)) {
            while (true) {
                int fd = LibC.functions().open(memory.address(), flags | FcntlConstants.O_CLOEXEC, 0600);
                if (fd >= 0) {
                    return fd;
                }
                int errno = Errno.last();
                if (errno != Errno.EINTR) {
                    throw new ErrnoException("open", path.toString(), -1, errno);
                }
            }
        }
    }

    /**
     * Makes a named pipe, for its owner only.
     *
     * @param path where; nothing may be there
     * @throws IllegalArgumentException if it is no path of the default file system
     * @throws IOException if the system refuses
     */
    public static void makeFifo(Path path) throws IOException {
        try (Scratch memory = encode(path)) {
            if (LibC.functions().mkfifo(memory.address(), 0600) < 0) {
                throw new ErrnoException("mkfifo", path.toString(), -1, Errno.last());
            }
        }
    }

    private static Scratch encode(Path path) {
        if (path.getFileSystem() != FileSystems.getDefault()) {
            throw new IllegalArgumentException(path + ": a path of " + path.getFileSystem()
                    + ", which the system does not know; only those of the default file system have descriptors");
        }
        byte[] bytes = path.toString().getBytes(PATH_ENCODING);
        Scratch memory = Scratch.take(bytes.length + 1);
        ByteBuffer buffer = memory.buffer();
        buffer.put(0, bytes).put(bytes.length, (byte) 0);
        return memory;
    }
}
