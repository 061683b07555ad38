package dev.vigil.spi;

import dev.vigil.AutoChoice;
import dev.vigil.Availability;
import dev.vigil.BackendStatus;
import dev.vigil.BackendUnavailableException;
import dev.vigil.EventSource;
import dev.vigil.Feature;
import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.auto.Choice;
import dev.vigil.wait.VirtualThreads;
import dev.vigil.wait.Waits;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The choice of a backend: an explicit name in code, else the system property {@value #PROPERTY}, else the environment
 * variable {@value #ENVIRONMENT}, else the available backend of highest priority that {@value #AVOID} does not name. Where
 * {@value #AUTO} is given for a name, the cheapest by measurement is taken. What is
 * forced and cannot be had is an error, never replaced. A property or a variable that is empty or blank forces nothing, as if
 * it were not set: that is how a shell or a start script takes one back.
 */
public final class Backends {
    /** System property that forces a backend. */
    public static final String PROPERTY = "dev.vigil.backend";

    /** Environment variable that forces a backend. */
    public static final String ENVIRONMENT = "VIGIL_BACKEND";

    /** System property with a comma-separated list of backends that the automatic choice passes over. */
    public static final String AVOID = "dev.vigil.backend.avoid";

    /**
     * In place of a backend's name: the cheapest by measurement, see {@link dev.vigil.EventSourceBuilder#auto}. No backend has
     * this name.
     */
    public static final String AUTO = "auto";

    /** What is registered. A choice by measurement gives up none of them that the one by priority takes. */
    private static final Set<Feature> KINDS = Set.of(Feature.DESCRIPTORS, Feature.CHANNELS);

    private Backends() {}

    /**
     * The backend with this name, for backends that are built over others.
     *
     * @param name the name
     * @return the backend, which is available
     * @throws BackendUnavailableException if there is none of this name or it is unavailable; the message says only that, so
     *     that it can be part of another one's reason
     */
    public static Backend named(String name) {
        Provider provider = find(name);
        if (provider == null) {
            throw new BackendUnavailableException("there is no backend named \"" + name + "\"");
        }
        Availability availability = provider.status(Set.of()).availability();
        if (!availability.usable()) {
            BackendUnavailableException exception =
                    new BackendUnavailableException("backend " + name + " is unavailable: " + availability.reason());
            if (availability.cause() != null) {
                exception.initCause(availability.cause());
            }
            throw exception;
        }
        return provider.backend();
    }

    /**
     * The backend with this name, for those who were told the name in a way of their own.
     *
     * @param name the name, or {@value #AUTO}
     * @param origin who asked for it, for the message
     * @return the backend
     * @throws BackendUnavailableException if there is none of this name or it is unavailable; the message lists all
     */
    public static Backend named(String name, String origin) {
        if (name.equals(AUTO)) {
            return cheapest(Set.of());
        }
        Provider provider = find(name);
        if (provider == null) {
            throw unavailable("there is no backend named \"" + name + "\" (" + origin + ")");
        }
        Availability availability = provider.status(Set.of()).availability();
        if (!availability.usable()) {
            throw unavailable("backend " + name + " (" + origin + ") is unavailable: " + availability.reason());
        }
        return provider.backend();
    }

    /**
     * The state of every backend, the one of highest priority first, then the providers that failed to load.
     *
     * @return what is known of each
     */
    public static List<BackendStatus> statuses() {
        return statuses(Providers.loaded());
    }

    static List<BackendStatus> statuses(Providers providers) {
        Set<String> avoided = avoided();
        List<BackendStatus> all = new ArrayList<>();
        for (Provider provider : providers.all) {
            all.add(provider.status(avoided));
        }
        all.addAll(providers.broken);
        return List.copyOf(all);
    }

    /**
     * Opens a source.
     *
     * @param name the backend's name, or null to let properties and priorities decide
     * @param settings the settings of the source
     * @return the source
     * @throws BackendUnavailableException if the backend named is unknown or unavailable, or none is available
     * @throws IOException if the system refuses; nothing is left open
     */
    public static EventSource open(String name, Settings settings) throws IOException {
        return opened(name == null ? chosen() : named(name, "asked for in code"), settings);
    }

    /**
     * Opens a source of a given backend.
     *
     * @param backend the backend
     * @param settings the settings of the source
     * @return the source
     * @throws BackendUnavailableException if the backend is unavailable
     * @throws IOException if the system refuses; nothing is left open
     */
    public static EventSource open(Backend backend, Settings settings) throws IOException {
        Availability availability = Provider.availability(backend);
        if (!availability.usable()) {
            throw unavailable(
                    "backend " + backend.name() + " (given in code) is unavailable: " + availability.reason());
        }
        return opened(backend, settings);
    }

    /** What one module lacks of another is no error of the application that opens a source. */
    private static EventSource opened(Backend backend, Settings settings) throws IOException {
        try {
            return new PolledSource(backend, settings);
        } catch (IncompatibleClassChangeError | NoClassDefFoundError e) {
            BackendUnavailableException exception =
                    new BackendUnavailableException("backend " + backend.name() + misfit(e));
            exception.initCause(e);
            throw exception;
        }
    }

    /** A class that could not be initialised stays so: that is another matter than one that is not there. */
    private static String misfit(LinkageError error) {
        return String.valueOf(error.getMessage()).startsWith("Could not initialize class")
                ? " can be used no more in this JVM: " + error + "; the error of its first use tells why"
                : " does not fit the other modules of Vigil here: " + error
                        + "; give all of them one version, as the import of vigil-bom does";
    }

    /**
     * Waits for one descriptor without a source, see {@link EventSource#await}.
     *
     * @param fd the descriptor
     * @param interest directions without a mode
     * @param timeout how long to wait at most
     * @return what was seen, or {@link Readiness#NONE}
     * @throws IOException if the system refuses
     */
    public static Readiness await(int fd, Interest interest, Duration timeout) throws IOException {
        long nanos = Timeouts.nanos(timeout);
        if (fd < 0) {
            throw new IllegalArgumentException("descriptor " + fd + " is none: descriptors are 0 or more");
        }
        if (nanos < 0) {
            throw new IllegalArgumentException("the timeout is negative: " + timeout);
        }
        if (interest.directions() == 0 || interest.isEdge() || interest.isOneShot() || interest.isExclusive()) {
            throw new IllegalArgumentException(
                    "cannot wait once for the interest " + interest + ": give directions, and no mode");
        }
        Backend backend = forDescriptors();
        new Features(backend.name(), backend.features()).require(interest);
        return VirtualThreads.isCurrent()
                ? Waits.await(backend, fd, interest, nanos)
                : backend.await(fd, interest, nanos);
    }

    static Readiness awaitWithSource(Backend backend, int fd, Interest interest, long nanos) throws IOException {
        Readiness[] seen = {Readiness.NONE};
        try (EventSource source = new PolledSource(backend, Settings.DEFAULT)) {
            source.register(fd, interest, (registration, ready) -> seen[0] = ready);
            source.poll(nanos);
        }
        return seen[0];
    }

    /**
     * The backend that waits for raw descriptors where none is named: the chosen one if it takes them, else the best one that does,
     * unless one is forced.
     *
     * @return an available backend
     * @throws BackendUnavailableException if there is none
     */
    public static Backend forDescriptors() {
        Backend chosen = chosen();
        if (chosen.features().contains(Feature.DESCRIPTORS)) {
            return chosen;
        }
        String[] forced = forced();
        if (forced == null || forced[0].equals(AUTO)) {
            Set<String> avoided = avoided();
            for (Provider provider : Providers.loaded().all) {
                BackendStatus status = provider.status(avoided);
                if (isChoosable(status) && status.features().contains(Feature.DESCRIPTORS)) {
                    return provider.backend();
                }
            }
        }
        throw unavailable("backend " + chosen.name() + " takes no raw descriptors, so one cannot be waited for");
    }

    /**
     * The backend that a source gets which names none: the one that property or environment force, else the available one of
     * highest priority that {@value #AVOID} does not name.
     *
     * @return an available backend
     * @throws BackendUnavailableException if the one forced is unknown or unavailable, or none is available
     */
    public static Backend chosen() {
        String[] forced = forced();
        if (forced != null) {
            return named(forced[0], forced[1]);
        }
        Set<String> avoided = avoided();
        for (Provider provider : fitting().all) {
            if (!avoided.contains(provider.name()) && isChoosable(provider.status(avoided))) {
                return provider.backend();
            }
        }
        throw unavailable("no backend is available");
    }

    /**
     * The cheapest backend by measurement, of those that {@value #AVOID} does not name.
     *
     * @param needed what it has to be able to do; if nothing, then it takes channels and descriptors as far as the one that priority
     *     would choose takes them
     * @return an available backend
     * @throws BackendUnavailableException if there is none
     */
    public static Backend cheapest(Set<Feature> needed) {
        return find(measured(needed).backend()).backend();
    }

    /**
     * Which backend is the cheapest by measurement, and how that is known. Measures if it is not known yet.
     *
     * @param needed what it has to be able to do, as for {@link #cheapest}
     * @return the choice
     * @throws BackendUnavailableException if there is none
     */
    public static AutoChoice measured(Set<Feature> needed) {
        Set<String> avoided = avoided();
        Set<Feature> required = needed;
        List<Backend> able = new ArrayList<>();
        for (Provider provider : fitting().all) {
            BackendStatus status = provider.status(avoided);
            if (isChoosable(status)) {
                if (required.isEmpty()) {
                    required = new HashSet<>(KINDS);
                    required.retainAll(status.features());
                }
                if (status.features().containsAll(required)) {
                    able.add(provider.backend());
                }
            }
        }
        if (able.isEmpty()) {
            throw unavailable("no backend is available" + (needed.isEmpty() ? "" : " that has all of " + needed));
        }
        return Choice.among(able);
    }

    private static boolean isChoosable(BackendStatus status) {
        return !status.avoided() && status.availability().usable();
    }

    /** Name and origin of the backend that property or environment force, or null. */
    private static String[] forced() {
        String name = System.getProperty(PROPERTY, "");
        if (!name.isBlank()) {
            return new String[] {name, "forced by the system property " + PROPERTY};
        }
        name = System.getenv(ENVIRONMENT);
        return name == null || name.isBlank()
                ? null
                : new String[] {name, "forced by the environment variable " + ENVIRONMENT};
    }

    /** Those that were found, unless they do not belong together: then none is taken in place of another. */
    private static Providers fitting() {
        Providers providers = Providers.loaded();
        if (providers.mismatch != null) {
            throw new BackendUnavailableException(providers.mismatch);
        }
        return providers;
    }

    private static Provider find(String name) {
        for (Provider provider : fitting().all) {
            if (provider.name().equals(name)) {
                return provider;
            }
        }
        return null;
    }

    private static Set<String> avoided() {
        String names = System.getProperty(AVOID, "");
        if (names.isBlank()) {
            return Set.of();
        }
        Set<String> avoided = new HashSet<>();
        for (String name : names.split(",", -1)) {
            if (!name.isBlank()) {
                avoided.add(name.strip());
            }
        }
        return avoided;
    }

    private static BackendUnavailableException unavailable(String what) {
        List<BackendStatus> statuses = statuses();
        StringBuilder message = new StringBuilder(what).append("; backends here:");
        for (BackendStatus status : statuses) {
            message.append("\n  ").append(status.name()).append(": ");
            if (status.availability().usable()) {
                message.append("available, priority ").append(status.priority());
                message.append(status.avoided() ? ", avoided by " + AVOID : "");
            } else {
                message.append("unavailable, ").append(status.availability().reason());
            }
        }
        if (statuses.isEmpty()) {
            message.append(" none; put vigil-backend-nio or another one on the class path or module path");
        }
        BackendUnavailableException exception = new BackendUnavailableException(message.toString());
        for (BackendStatus status : statuses) {
            if (status.availability().cause() != null) {
                exception.addSuppressed(status.availability().cause());
            }
        }
        return exception;
    }
}
