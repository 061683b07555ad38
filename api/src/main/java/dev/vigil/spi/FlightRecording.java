package dev.vigil.spi;

import java.util.Optional;
import jdk.jfr.FlightRecorder;

/**
 * Whether there can be a flight recording. The module {@code jdk.jfr} is optional, and to make an event of it takes a tenth of
 * a second the first time: whoever has events to tell asks here before touching the classes of either.
 */
public final class FlightRecording {
    private static final boolean MODULE_IS_READ = isRead(ModuleLayer.boot().findModule("jdk.jfr"));

    private FlightRecording() {}

    private static boolean isRead(Optional<Module> recorder) {
        return recorder.isPresent() && FlightRecording.class.getModule().canRead(recorder.get());
    }

    /**
     * Whether the JVM has a flight recorder by now. Cheap enough for every poll.
     *
     * @return false without the module too
     */
    public static boolean isPossible() {
        return MODULE_IS_READ && FlightRecorder.isInitialized();
    }
}
