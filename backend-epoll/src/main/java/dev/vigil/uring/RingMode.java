package dev.vigil.uring;

import java.util.Locale;

/** Whether batches go through a ring: the property {@code dev.vigil.ring}. */
public enum RingMode {
    /** Where there is one and it pays. What is not set means this. */
    AUTO,
    /** Never. */
    OFF,
    /** Always; where there is none, what would use it is refused. */
    ON;

    /** The system property. */
    public static final String PROPERTY = "dev.vigil.ring";

    /**
     * What is asked for now.
     *
     * @return the mode
     * @throws IllegalArgumentException if the property names none
     */
    public static RingMode asked() {
        String asked = System.getProperty(PROPERTY, "auto");
        return switch (asked.toLowerCase(Locale.ROOT)) {
            case "auto" -> AUTO;
            case "off" -> OFF;
            case "on" -> ON;
            default -> throw new IllegalArgumentException(PROPERTY + "=" + asked + ": it is auto, off or on");
        };
    }
}
