package dev.vigil.auto;

import dev.vigil.AutoChoice;
import dev.vigil.BackendCosts;
import dev.vigil.spi.Backend;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which of several backends is the cheapest here. Known figures are used before new ones are measured: those of this process, then
 * those of the file. A process measures once, whatever comes of it, so that all its sources agree.
 */
public final class Choice {
    /** System property: for how many milliseconds to measure at most. */
    public static final String MILLIS = "dev.vigil.backend.auto.millis";

    private static final int DEFAULT_MILLIS = 20;
    private static final int MOST_MILLIS = 60_000;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long NANOS_PER_MICRO = 1_000;

    /** Who costs no more than this, in hundredths of the cheapest, counts as just as cheap: that much is chance. */
    private static final int AS_CHEAP_AS = 110;

    private static final int HUNDREDTHS = 100;

    private static final Choice HERE = new Choice();

    private final Map<String, BackendCosts> known = new TreeMap<>();
    private String account = "";
    private final Set<String> tried = new HashSet<>();
    private boolean told;

    private Choice() {}

    /**
     * Chooses. May take as long as {@value #MILLIS} says, the first time.
     *
     * @param backends available ones, the one of highest priority first; at least one
     * @return the name of the cheapest, or of the first where nothing could be measured, and why
     */
    public static AutoChoice among(List<Backend> backends) {
        return HERE.choose(backends);
    }

    private synchronized AutoChoice choose(List<Backend> backends) {
        if (backends.size() == 1) {
            return tell(
                    new AutoChoice(backends.get(0).name(), List.of(), "not measured, for there is no other to choose"));
        }
        if (!isKnown(backends)) {
            learn(backends);
        }
        List<BackendCosts> costs = new ArrayList<>();
        for (Backend each : backends) {
            BackendCosts cost = known.get(each.name());
            if (cost != null) {
                costs.add(cost);
            }
        }
        if (costs.isEmpty()) {
            return tell(new AutoChoice(backends.get(0).name(), costs, account));
        }
        String best = best(costs);
        costs.sort(Comparator.comparingLong(BackendCosts::event));
        return tell(new AutoChoice(best, costs, account));
    }

    private static String best(List<BackendCosts> byPriority) {
        long least = Long.MAX_VALUE;
        for (BackendCosts each : byPriority) {
            least = Math.min(least, each.event());
        }
        for (BackendCosts each : byPriority) {
            if (each.event() * HUNDREDTHS <= least * AS_CHEAP_AS) {
                return each.backend();
            }
        }
        throw new IllegalStateException("no least of " + byPriority);
    }

    /** Whether a trial of these would tell nothing new. */
    private boolean isKnown(List<Backend> backends) {
        for (Backend each : backends) {
            if (!known.containsKey(each.name()) && !tried.contains(each.name())) {
                return false;
            }
        }
        return true;
    }

    private void learn(List<Backend> backends) {
        Notes notes = new Notes();
        CostFile file = CostFile.present(Machine.present());
        boolean isWritten = file.isWanted();
        Map<String, BackendCosts> kept = new LinkedHashMap<>();
        if (file.isWanted()) {
            try {
                kept.putAll(file.read());
            } catch (DistrustException e) {
                isWritten = false;
                notes.warn(e.getMessage() + ", so it is neither used nor replaced");
            } catch (IOException e) {
                notes.warn(e.getMessage());
            }
        } else {
            notes.add("not kept, for " + file.absence());
        }
        known.putAll(kept);
        if (isKnown(backends)) {
            account = "taken from " + file;
            return;
        }
        for (Backend each : backends) {
            tried.add(each.name());
        }
        Trial trial = Trial.of(backends, millis(notes) * NANOS_PER_MILLI);
        known.putAll(trial.costs);
        for (Map.Entry<String, String> failure : trial.failures.entrySet()) {
            String what = failure.getKey().isEmpty() ? "" : failure.getKey() + " ";
            notes.warn(what + "could not be measured: " + failure.getValue());
        }
        if (trial.failures.isEmpty() && isWritten) {
            try {
                file.write(known.values());
                notes.add("kept in " + file);
            } catch (IOException e) {
                notes.tell(Level.INFO, e.getMessage());
            }
        }
        account = (trial.costs.isEmpty()
                        ? "not measured"
                        : "measured in " + trial.nanos / NANOS_PER_MICRO + " microseconds")
                + notes;
    }

    private static int millis(Notes notes) {
        String text = System.getProperty(MILLIS, "");
        if (text.isBlank()) {
            return DEFAULT_MILLIS;
        }
        try {
            int millis = Integer.parseInt(text.strip());
            if (millis > 0 && millis <= MOST_MILLIS) {
                return millis;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        notes.warn(MILLIS + " is \"" + text + "\", and no number from 1 to " + MOST_MILLIS + ": it counts as "
                + DEFAULT_MILLIS);
        return DEFAULT_MILLIS;
    }

    private AutoChoice tell(AutoChoice choice) {
        if (!told) {
            told = true;
            System.getLogger("dev.vigil")
                    .log(
                            Level.DEBUG,
                            "the choice by measurement is {0}: {1}; {2}",
                            choice.backend(),
                            choice.account(),
                            choice.costs());
        }
        return choice;
    }
}
