package dev.vigil;

import java.util.Objects;

/**
 * Whether a backend can be used here, or why not.
 *
 * @param usable true if a probe that made a real round trip through the mechanism succeeded
 * @param reason why not, in words for a person; empty when usable
 * @param cause what the probe threw, or null
 */
public record Availability(boolean usable, String reason, Throwable cause) {
    private static final Availability USABLE = new Availability(true, "", null);

    /** Checks the parts. */
    public Availability {
        Objects.requireNonNull(reason, "reason");
    }

    /**
     * The backend works here.
     *
     * @return the availability without a reason
     */
    public static Availability available() {
        return USABLE;
    }

    /**
     * The backend does not work here.
     *
     * @param reason why not, in words for a person
     * @param cause what the probe threw, or null
     * @return the availability with that reason
     */
    public static Availability unavailable(String reason, Throwable cause) {
        return new Availability(false, reason, cause);
    }
}
