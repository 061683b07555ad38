package dev.vigil.bench.soak;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** What became of the connections. */
final class SoakCounts {
    private static final int KINDS_OF_FAILURES = 20;

    private final Map<Habit, Long> ended = new EnumMap<>(Habit.class);
    private final Map<String, Long> failures = new LinkedHashMap<>();
    private long begun;
    private long failed;

    synchronized void begun() {
        begun++;
    }

    synchronized void ended(Habit habit) {
        ended.merge(habit, 1L, Long::sum);
    }

    synchronized void failed(String what) {
        failed++;
        if (failures.size() < KINDS_OF_FAILURES || failures.containsKey(what)) {
            failures.merge(what, 1L, Long::sum);
        }
    }

    /** How many were begun. */
    synchronized long connections() {
        return begun;
    }

    synchronized long failed() {
        return failed;
    }

    /** How many ended as they should, by habit. */
    synchronized Map<Habit, Long> byHabit() {
        return new EnumMap<>(ended);
    }

    /** What went wrong, with how often. */
    synchronized Map<String, Long> failures() {
        return new LinkedHashMap<>(failures);
    }
}
