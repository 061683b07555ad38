package dev.vigil.trust;

import dev.vigil.trust.Dialect.Trait;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * How much is run, and from which seed.
 *
 * @param steps how many operations
 * @param seed of the first script; each following one has the next
 * @param script one script to run instead, if any
 * @param end when to stop though fewer were run, in {@link System#nanoTime}
 */
record TrustSettings(long steps, long seed, Optional<Script> script, long end) {
    static final String STEPS = "vigil.trust.steps";
    static final String SEED = "vigil.trust.seed";
    static final String SCRIPT = "vigil.trust.script";

    static final String SECONDS = "vigil.trust.seconds";

    /** Traits of the dialect that are to be taken for given: to see whether what was left out works by now. */
    static final String TRAITS = "vigil.trust.traits";

    /** How long a run takes at most for which no number of steps was named. */
    private static final long USUAL_NANOS = 10_000_000_000L;

    private static final long LARGEST = 1_000_000_000_000L;

    /** Those of the system properties, with a fresh seed if none is named. */
    static TrustSettings ofProperties(long usualSteps) {
        String script = System.getProperty(SCRIPT);
        return new TrustSettings(
                number(STEPS, usualSteps, 1, LARGEST),
                number(SEED, new SplittableRandom().nextLong() >>> 24, 0, Long.MAX_VALUE),
                Optional.ofNullable(script).map(TrustSettings::parsed),
                System.nanoTime() + (System.getProperty(STEPS) == null ? USUAL_NANOS : Long.MAX_VALUE / 2));
    }

    boolean isOver() {
        return System.nanoTime() - end > 0;
    }

    /** How many seconds a run of threads takes. */
    static long seconds(long usual) {
        return number(SECONDS, usual, 1, 1_000_000);
    }

    static Set<Trait> traits() {
        String text = System.getProperty(TRAITS, "");
        Set<Trait> traits = EnumSet.noneOf(Trait.class);
        for (String name : text.isBlank() ? new String[0] : text.split(",", -1)) {
            try {
                traits.add(Trait.valueOf(name.strip().toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("-D" + TRAITS + "=" + text + " names \"" + name
                        + "\", which is none of " + Arrays.toString(Trait.values()));
            }
        }
        return traits;
    }

    private static Script parsed(String script) {
        try {
            return Script.parse(script);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("-D" + SCRIPT + ": " + e.getMessage());
        }
    }

    private static long number(String property, long usual, long least, long most) {
        String text = System.getProperty(property);
        if (text == null) {
            return usual;
        }
        try {
            long number = Long.parseLong(text.strip());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new IllegalArgumentException(
                "-D" + property + "=" + text + " is no number from " + least + " to " + most);
    }
}
