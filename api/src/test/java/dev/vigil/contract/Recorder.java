package dev.vigil.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.EventHandler;
import dev.vigil.Readiness;
import dev.vigil.Registration;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A handler that writes down what it was told, and then does what it was given to do. Any thread may ask. */
public final class Recorder implements EventHandler {
    private final EventHandler then;
    private final List<Readiness> seen = new ArrayList<>();

    /** Writes down only. */
    public Recorder() {
        this((registration, ready) -> {});
    }

    /** Writes down, then does something. */
    public Recorder(EventHandler then) {
        this.then = then;
    }

    @Override
    public void onReady(Registration registration, Readiness ready) throws IOException {
        synchronized (this) {
            seen.add(ready);
        }
        then.onReady(registration, ready);
    }

    /** How many events came since the last {@link #clear}. */
    public synchronized int count() {
        return seen.size();
    }

    /** The last event, or {@link Readiness#NONE}. */
    public synchronized Readiness last() {
        return seen.isEmpty() ? Readiness.NONE : seen.get(seen.size() - 1);
    }

    /** Every event since the last {@link #clear}. */
    public synchronized List<Readiness> all() {
        return List.copyOf(seen);
    }

    /** The flags of all events since the last {@link #clear} together. */
    public synchronized int union() {
        return seen.stream().mapToInt(Readiness::bits).reduce(0, (a, b) -> a | b);
    }

    /** Fails unless every event since the last {@link #clear} had exactly these {@link Readiness} bits. */
    public synchronized void assertOnly(int bits) {
        assertTrue(
                seen.stream().allMatch(ready -> ready.bits() == bits),
                () -> "expected only " + Readiness.of(bits) + ", but came " + seen);
    }

    /** Forgets. */
    public synchronized void clear() {
        seen.clear();
    }
}
