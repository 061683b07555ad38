package dev.vigil.spi;

import dev.vigil.Availability;
import dev.vigil.Feature;
import dev.vigil.Interest;
import dev.vigil.Readiness;
import java.io.IOException;
import java.util.Set;

/**
 * A mechanism that can make sources: a {@link java.util.ServiceLoader} provider, found on the class path through
 * {@code META-INF/services/dev.vigil.spi.Backend} and on the module path through {@code provides}.
 *
 * <p>Loading the class and calling its constructor must be cheap and must not fail where the mechanism is missing: whatever
 * can fail belongs into {@link #availability()}. All methods may be called by any thread.
 */
public interface Backend {
    /**
     * The name that forces this backend.
     *
     * @return lower-case letters, such as {@code epoll}, but not {@value Backends#AUTO}
     */
    String name();

    /**
     * The rank in the automatic choice. nio has 0, poll 100, migrating 50, epoll and kqueue 200.
     *
     * @return the higher, the earlier chosen
     */
    int priority();

    /**
     * Whether the mechanism works here. The first call makes a real round trip through it (opens it, wakes it, waits, closes
     * it) and remembers the answer if it is a good one, see {@link Probed}; looking for symbols or at the name of the system is
     * not enough.
     *
     * @return usable, or why not; never throws
     */
    Availability availability();

    /**
     * What sources of this backend can do. Only asked when the backend is available.
     *
     * @return the features; refused at registration is whatever is missing
     */
    Set<Feature> features();

    /**
     * Opens the mechanism for one source.
     *
     * @param settings the settings of the source
     * @param registrations the registrations of the source, for mechanisms that look them up themselves
     * @return a mechanism that belongs to the source alone
     * @throws IOException if the system refuses; whatever was opened by then has been closed
     */
    Mechanism open(Settings settings, Registrations registrations) throws IOException;

    /**
     * Waits for one descriptor, as {@link dev.vigil.EventSource#await} tells; the arguments are checked. This implementation
     * opens a source for it. A backend that has a cheaper way overrides it.
     *
     * @param fd the descriptor
     * @param interest directions without a mode
     * @param nanos how long to wait at most
     * @return what was seen, or {@link Readiness#NONE}
     * @throws IOException if the system refuses
     */
    default Readiness await(int fd, Interest interest, long nanos) throws IOException {
        return Backends.awaitWithSource(this, fd, interest, nanos);
    }
}
