package dev.vigil.posix;

import com.kenai.jffi.LastError;
import com.kenai.jffi.Platform;
import com.kenai.jffi.internal.StubLoader;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * One attempt to load the native part of jffi and to bind libc. Initialises no class of Vigil's that leads here: the caller
 * may be within such an initialisation, and waits.
 */
final class NativeLoader implements Runnable {

    private static final String INSTEAD = "; the backend nio needs none";

    /**
     * How many descriptors must be left: the jars of jnr and ASM stay open, and so do others that the class path has before
     * them; the native part is unpacked, mapped and closed again.
     */
    private static final int DESCRIPTORS = 64;

    /** The module of the JDK without which jffi does not initialise, and cannot say so. */
    private static final String MODULE = "java.logging";

    /** Where jffi unpacks to, unless told otherwise by these. */
    private static final String BOOT_PATH = "jffi.boot.library.path";

    private static final String EXTRACT_DIRECTORY = "jffi.extract.dir";

    private static final int ADDRESS_BITS = 64;

    /** Why it failed, or null. */
    private String failure;

    /** What it failed of, or null. */
    private Throwable cause;

    /** Whether it would fail again in this JVM. */
    private boolean lasting;

    boolean hasFailed() {
        return failure != null;
    }

    boolean isLasting() {
        return lasting;
    }

    /** The failure, one for each caller: its stack trace tells where that is. */
    UnsatisfiedLinkError toError() {
        UnsatisfiedLinkError error = new UnsatisfiedLinkError(failure);
        error.initCause(cause);
        return error;
    }

    @Override
    public void run() {
        NativePart part = null;
        try {
            requireDescriptors();
            part = NativePart.unpack();
            if (part == null && System.getProperty(BOOT_PATH) == null) {
                requireDirectory();
            }
        } catch (IOException e) {
            fail("no native calls now: " + e.getMessage(), e, false);
            return;
        } catch (Throwable e) {
            // A security manager, a JDK without sockets, no memory: jffi would fail of it too, and remember that.
            fail("no native calls now: " + e + rootOf(e), e, false);
            return;
        }
        try {
            load(part);
        } finally {
            if (part != null) {
                part.close();
            }
        }
    }

    private void load(NativePart part) {
        String system = "no native calls on " + System.getProperty("os.name") + " " + System.getProperty("os.arch");
        if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
            fail(
                    system + ": jffi needs the module " + MODULE + ", which is not in this JVM or was not asked for"
                            + " (--add-modules " + MODULE + ")",
                    null,
                    true);
            return;
        }
        try {
            if (part != null) {
                part.load();
            }
            if (OperatingSystem.CURRENT == OperatingSystem.UNKNOWN) {
                fail(system + ": its constants are not known here", null, true);
            } else if (Platform.getPlatform().addressSize() != ADDRESS_BITS) {
                fail(system + ": 64-bit systems only", null, true);
            } else {
                // Loads the native part. Done here, so that nothing runs between the first failure and the look at its
                // errno.
                LastError.getInstance().get();
                Objects.requireNonNull(LibC.Bound.FUNCTIONS);
            }
        } catch (LinkageError e) {
            fail(system + ": " + reasonOf(e), e, true);
        } catch (Throwable e) {
            fail(system + ": " + e, e, false);
        }
    }

    /** In place of {@link #run}: there is no thread to do it on. */
    void refuseThread(OutOfMemoryError why) {
        fail(
                "no native calls now: the system refused the thread to load them on (" + why.getMessage() + ")",
                why,
                false);
    }

    private void fail(String message, Throwable why, boolean lasts) {
        failure = message + INSTEAD;
        cause = why;
        lasting = lasts;
    }

    private static void requireDescriptors() throws IOException {
        Path file = Path.of("/dev/null");
        if (!Files.exists(file)) {
            return;
        }
        List<FileInputStream> held = new ArrayList<>();
        try {
            for (int i = 0; i < DESCRIPTORS; i++) {
                held.add(new FileInputStream(file.toFile()));
            }
        } catch (IOException e) {
            throw new IOException(
                    "only " + held.size() + " descriptors are left, and loading the native part takes up to "
                            + DESCRIPTORS
                            + "; close some, or raise the limit of the process (ulimit -n), and try again",
                    e);
        } finally {
            for (FileInputStream each : held) {
                each.close();
            }
        }
    }

    /** jffi tries the directory for temporary files, and then the working directory. */
    private static void requireDirectory() throws IOException {
        String chosen = System.getProperty(EXTRACT_DIRECTORY);
        Path first = Path.of(chosen == null ? System.getProperty("java.io.tmpdir") : chosen);
        try {
            Files.delete(Files.createTempFile(first, "jffi", ".probe"));
            return;
        } catch (IOException e) {
            Path second = Path.of(System.getProperty("user.dir"));
            if (chosen == null && isWritable(second)) {
                return;
            }
            throw new IOException(
                    "jffi cannot unpack its native part to " + first + " (" + e + "); set java.io.tmpdir or "
                            + EXTRACT_DIRECTORY + " to a directory that can be written to, or " + BOOT_PATH
                            + " to one that holds it unpacked",
                    e);
        }
    }

    private static boolean isWritable(Path directory) {
        try {
            Files.delete(Files.createTempFile(directory, "jffi", ".probe"));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** What jffi says itself, where it does: jnr-ffi drops that. */
    private static String reasonOf(LinkageError error) {
        Throwable reason = error;
        try {
            if (StubLoader.getFailureCause() != null) {
                reason = StubLoader.getFailureCause();
            }
        } catch (LinkageError e) {
            reason = e;
        }
        return linesOf(reason) + rootOf(reason);
    }

    private static String rootOf(Throwable reason) {
        Throwable root = reason;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root == reason ? "" : ", " + root;
    }

    /** jffi makes whole stack traces its message: without the places, that are reasons. */
    private static String linesOf(Throwable reason) {
        return String.valueOf(reason.getMessage())
                .lines()
                .filter(line -> !line.startsWith("\t"))
                .collect(Collectors.joining(", "));
    }
}
