package dev.vigil.spi;

import dev.vigil.Readiness;
import java.io.IOException;

/** Times handlers while a flight recording wants to know, and only then. */
final class SlowHandlers {
    private final long thresholdNanos;

    /** Null until the JVM has a flight recorder. */
    private SlowHandlerEvent event;

    SlowHandlers(long thresholdNanos) {
        this.thresholdNanos = thresholdNanos;
    }

    boolean isRecording() {
        if (event == null) {
            if (!FlightRecording.isPossible()) {
                return false;
            }
            event = new SlowHandlerEvent();
        }
        return event.isEnabled();
    }

    void run(Entry entry, int ready) throws IOException {
        Readiness readiness = Readiness.of(ready);
        if (isRecording()) {
            runTimed(entry, readiness);
        } else {
            entry.handler.onReady(entry, readiness);
        }
    }

    private void runTimed(Entry entry, Readiness readiness) throws IOException {
        SlowHandlerEvent timing = event;
        long start = System.nanoTime();
        timing.begin();
        try {
            entry.handler.onReady(entry, readiness);
        } finally {
            timing.end();
            if (System.nanoTime() - start > thresholdNanos) {
                timing.descriptor = entry.describe();
                timing.handler = entry.handler.getClass();
                timing.readiness = readiness.toString();
                timing.commit();
                event = new SlowHandlerEvent();
            }
        }
    }
}
