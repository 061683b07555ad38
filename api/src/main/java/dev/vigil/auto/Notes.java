package dev.vigil.auto;

import java.lang.System.Logger.Level;

/** What there is to say of a choice: for the log at once, and for its account. */
final class Notes {
    private final StringBuilder all = new StringBuilder();

    void add(String note) {
        all.append("; ").append(note);
    }

    /** What somebody should see to. */
    void warn(String note) {
        tell(Level.WARNING, note);
    }

    void tell(Level level, String note) {
        System.getLogger("dev.vigil").log(level, "the choice of a backend by measurement: " + note);
        add(note);
    }

    @Override
    public String toString() {
        return all.toString();
    }
}
