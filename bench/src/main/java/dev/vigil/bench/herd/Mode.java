package dev.vigil.bench.herd;

import dev.vigil.Interest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How waiters share the address. */
public enum Mode {
    /** Every waiter watches the listener; all are woken. */
    LEVEL,
    /** Every waiter watches the listener exclusively. */
    EXCLUSIVE,
    /** The same, and who has accepted goes to the back of the queue. */
    ROTATING,
    /** All waiters poll one source, in which the listener is one-shot. */
    ONESHOT,
    /** Every waiter has a listener of its own. */
    REUSEPORT,
    /** One thread more accepts, and deals out in turn. */
    DEALING;

    /** As on the command line. */
    public static List<String> names() {
        return Arrays.stream(values()).map(Mode::toString).toList();
    }

    /** The mode with this name. */
    public static Mode of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** Those for which one listener is enough, whoever has it. */
    public static List<String> namesInProcesses() {
        return List.of(LEVEL.toString(), EXCLUSIVE.toString(), ROTATING.toString());
    }

    Interest interest() {
        return switch (this) {
            case EXCLUSIVE, ROTATING -> Interest.READ.exclusive();
            case ONESHOT -> Interest.READ.oneShot();
            case LEVEL, REUSEPORT, DEALING -> Interest.READ;
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
