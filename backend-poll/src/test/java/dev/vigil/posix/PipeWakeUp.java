package dev.vigil.posix;

import java.io.IOException;

/** The wake-up descriptor of systems without eventfd, for tests of backends. */
public final class PipeWakeUp {
    private PipeWakeUp() {}

    /** Opens one. */
    public static WakeUpDescriptor open() throws IOException {
        return WakeUpDescriptor.openPipe();
    }
}
