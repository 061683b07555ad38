package dev.vigil.selector;

import jdk.jfr.FlightRecorder;

/** Times turns while a flight recording wants to know, and only then. */
final class RecordedTurns extends Turns {
    /** System property with the time, in milliseconds, that a turn may take before a recording is told of it. */
    private static final String THRESHOLD = "dev.vigil.selector.slowTurn";

    private static final long THRESHOLD_NANOS = Long.getLong(THRESHOLD, 10) * 1_000_000;

    private final String backend;

    /** Null until the JVM has a flight recorder: to make one of it takes a tenth of a second, mostly for nothing. */
    private SlowTurnEvent event;

    private boolean timing;
    private long start;
    private int events;

    RecordedTurns(String backend) {
        this.backend = backend;
    }

    @Override
    void begin(int found) {
        if (event == null) {
            if (!FlightRecorder.isInitialized()) {
                return;
            }
            event = new SlowTurnEvent();
        }
        timing = event.isEnabled();
        if (timing) {
            start = System.nanoTime();
            events = found;
            event.begin();
        }
    }

    @Override
    void end() {
        if (!timing) {
            return;
        }
        timing = false;
        event.end();
        if (System.nanoTime() - start > THRESHOLD_NANOS) {
            event.backend = backend;
            event.events = events;
            event.commit();
            event = new SlowTurnEvent();
        }
    }
}
