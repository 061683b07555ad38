package dev.vigil.posix;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The two descriptors of a pseudoterminal. What is written to the controller is input of the terminal, which its line
 * discipline passes on by lines, and echoes. Nothing closes them but their owner.
 */
public final class Pseudoterminal implements Closeable {

    private static final int NAME_SIZE = 128;

    private final int controller;
    private final int terminal;
    private final Path path;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Pseudoterminal(int controller, int terminal, Path path) {
        this.controller = controller;
        this.terminal = terminal;
        this.path = path;
    }

    /**
     * Opens a new pseudoterminal. It becomes nobody's controlling terminal.
     *
     * @return both sides, non-blocking
     * @throws IOException if the system refuses
     */
    public static Pseudoterminal open() throws IOException {
        int flags = FcntlConstants.O_RDWR | FcntlConstants.O_NOCTTY;
        // Linux passes every flag on to open(2). POSIX promises only these two: hence setCloseOnExec below.
        int more = OperatingSystem.CURRENT == OperatingSystem.LINUX ? FcntlConstants.O_CLOEXEC : 0;
        int controller = Errors.check("posix_openpt", LibC.functions().posix_openpt(flags | more));
        int terminal = -1;
        try {
            Descriptors.setCloseOnExec(controller, true);
            Descriptors.setNonBlocking(controller, true);
            Errors.check("grantpt", controller, LibC.functions().grantpt(controller));
            Errors.check("unlockpt", controller, LibC.functions().unlockpt(controller));
            Path path = Path.of(name(controller));
            terminal = PosixFiles.open(path, flags | FcntlConstants.O_NONBLOCK);
            return new Pseudoterminal(controller, terminal, path);
        } finally {
            if (terminal < 0) {
                LibC.close(controller);
            }
        }
    }

    /**
     * The side of the program that plays the user.
     *
     * @return the descriptor
     */
    public int controller() {
        return controller;
    }

    /**
     * The side that looks like a terminal.
     *
     * @return the descriptor
     */
    public int terminal() {
        return terminal;
    }

    /**
     * The file of the terminal.
     *
     * @return its path
     */
    public Path path() {
        return path;
    }

    /**
     * Closes both sides; closing again does nothing. For owners that have closed neither by its number: such a number may be
     * somebody else's by now.
     *
     * @throws IOException if a side is not open
     */
    @Override
    public void close() throws IOException {
        if (closed.compareAndSet(false, true)) {
            Descriptors.closeBoth(controller, terminal);
        }
    }

    /** Names the terminal. */
    @Override
    public String toString() {
        return "Pseudoterminal[fd " + controller + ", fd " + terminal + ", " + path + "]";
    }

    private static String name(int controller) throws ErrnoException {
        try (Scratch memory = Scratch.take(NAME_SIZE)) {
            // Unlike its neighbours this one returns the errno.
            int errno = LibC.functions().ptsname_r(controller, memory.address(), NAME_SIZE);
            if (errno != 0) {
                throw Errors.failure("ptsname_r", controller, errno > 0 ? errno : Errno.last());
            }
            ByteBuffer buffer = memory.buffer();
            int length = 0;
            while (buffer.get(length) != 0) {
                length++;
            }
            byte[] bytes = new byte[length];
            buffer.get(0, bytes);
            return new String(bytes, StandardCharsets.US_ASCII);
        }
    }
}
