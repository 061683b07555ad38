package dev.vigil.posix;

import jnr.ffi.Platform;
import jnr.ffi.Runtime;

/** Whether native calls can be made at all in this JVM; found out once, before the first. */
final class NativeSupport {

    private static final String INSTEAD = "; the backend nio needs none";

    /** Why not, or null. */
    private static final String MISSING = find();

    private NativeSupport() {}

    /**
     * Goes on if native calls can be made.
     *
     * @throws UnsatisfiedLinkError if not, the same every time
     */
    static void require() {
        if (MISSING != null) {
            throw new UnsatisfiedLinkError(MISSING);
        }
    }

    private static String find() {
        String system = "no native calls on " + System.getProperty("os.name") + " " + System.getProperty("os.arch");
        try {
            if (OperatingSystem.CURRENT == OperatingSystem.UNKNOWN) {
                return system + ": its constants are not known here" + INSTEAD;
            }
            if (Platform.getNativePlatform().is32Bit()) {
                return system + ": 64-bit systems only" + INSTEAD;
            }
            // Loads the native part. Done here, so that nothing runs between the first failure and the look at its
            // errno.
            Runtime.getSystemRuntime().getLastError();
            return null;
        } catch (LinkageError e) {
            return system + ": " + firstLine(e) + INSTEAD;
        }
    }

    /** jffi makes a whole stack trace its message. */
    private static String firstLine(Throwable e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
