package dev.vigil.carry;

import dev.vigil.Availability;
import java.io.IOException;

/**
 * Makes carriers: a {@link java.util.ServiceLoader} provider, found on the class path through
 * {@code META-INF/services/dev.vigil.carry.CarrierProvider} and on the module path through {@code provides}. Loading and constructing
 * it must be cheap and must not fail where the mechanism is missing. Any thread may call any method.
 */
public interface CarrierProvider {
    /**
     * What it is called in messages and settings.
     *
     * @return lower-case letters, such as {@code ring}
     */
    String name();

    /**
     * Whether its mechanism works here, found by a real round trip; switched off by the user counts as unavailable.
     *
     * @return usable, or why not; never throws
     */
    Availability availability();

    /**
     * Whether the user insists on it, so that a loop without it is an error.
     *
     * @return false, unless a property says so
     */
    boolean isRequired();

    /**
     * Makes a carrier for one loop. Called when {@link #availability} says that it is usable.
     *
     * @return the carrier
     * @throws IOException if the system refuses, with the reason
     */
    Carrier open() throws IOException;
}
