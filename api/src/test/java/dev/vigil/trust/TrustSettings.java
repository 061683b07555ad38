package dev.vigil.trust;

import java.util.Optional;
import java.util.SplittableRandom;

/**
 * How much is run, and from which seed.
 *
 * @param steps how many operations
 * @param seed of the first script; each following one has the next
 * @param script one script to run instead, if any
 */
record TrustSettings(long steps, long seed, Optional<Script> script) {
    static final String STEPS = "vigil.trust.steps";
    static final String SEED = "vigil.trust.seed";
    static final String SCRIPT = "vigil.trust.script";

    private static final long LARGEST = 1_000_000_000_000L;

    /** Those of the system properties, with a fresh seed if none is named. */
    static TrustSettings ofProperties(long usualSteps) {
        String script = System.getProperty(SCRIPT);
        return new TrustSettings(
                number(STEPS, usualSteps, 1, LARGEST),
                number(SEED, new SplittableRandom().nextLong() >>> 24, 0, Long.MAX_VALUE),
                Optional.ofNullable(script).map(TrustSettings::parsed));
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
