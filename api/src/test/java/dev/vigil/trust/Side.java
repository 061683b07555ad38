package dev.vigil.trust;

import dev.vigil.EventSource;

/** A source of a script, and what is known of its polls. */
final class Side {
    final String name;
    final EventSource source;

    /** Polls of it that are under way: more than one is a fault of the machine. */
    private int depth;

    /** Whether a handler of the poll that is judged threw, so that others have not had their turn. */
    boolean cut;

    /** Whether the poll before was cut, so that the next one brings what that had fetched, and looks for nothing else. */
    boolean hasLeftovers;

    /** Whether it was polled at all since the judging began. */
    boolean polled;

    /** Whether a wake-up may be pending. */
    boolean woken;

    /** What the poll under way has called. */
    int handled;

    Side(String name, EventSource source) {
        this.name = name;
        this.source = source;
    }

    boolean isPolled() {
        return depth > 0;
    }

    void enter() {
        depth++;
        polled = true;
        handled = 0;
    }

    void leave() {
        depth--;
    }
}
