package dev.vigil.spi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.locks.LockSupport;

/**
 * Open, closing, freed.
 *
 * <p>Closing waits for control calls under way and for threads in the mechanism, which it wakes; it does not wait for
 * handlers, which do not touch the mechanism but through a control call. So a handler may close its own source.
 */
final class Lifecycle {
    private static final long RECHECK_NANOS = 100_000;

    private final Mechanism mechanism;
    private final Table table;
    private final ControlLocks locks;
    private final Pollers pollers;
    private final WakeUps wakeUps;
    private final Object closing = new Object();
    private final OpenState state;

    /** Guarded by {@link #closing}. */
    private boolean freed;

    Lifecycle(OpenState state, Mechanism mechanism, Table table, ControlLocks locks, Pollers pollers, WakeUps wakeUps) {
        this.state = state;
        this.mechanism = mechanism;
        this.table = table;
        this.locks = locks;
        this.pollers = pollers;
        this.wakeUps = wakeUps;
    }

    void close() {
        synchronized (closing) {
            if (freed) {
                return;
            }
            state.close();
            endRegistrations();
            while (pollers.anyInside()) {
                wakeUps.wake();
                pollers.allFollowers();
                LockSupport.parkNanos(this, RECHECK_NANOS);
            }
            pollers.allFollowers();
            wakeUps.stop();
            // Before the step that may throw: tried again, it would close numbers that are in use again.
            freed = true;
            mechanism.close();
        }
    }

    private void endRegistrations() {
        try {
            locks.withAll(() -> {
                table.endAll();
                return true;
            });
        } catch (IOException e) {
            throw new UncheckedIOException("nothing in this step does I/O", e);
        }
    }
}
