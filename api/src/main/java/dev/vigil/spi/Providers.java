package dev.vigil.spi;

import dev.vigil.Availability;
import dev.vigil.BackendStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The backends that {@link ServiceLoader} finds with the class loader of this module, and the providers that failed to load.
 * Loaded once, unless a file could not be read for want of descriptors or the like; whether a backend is available is
 * remembered by the backend.
 */
final class Providers {
    private static final String PROVIDER_CLASS = "Provider ([\\w.$]+)";

    /** A service file with so many broken lines in a row is not read further. */
    private static final int MOST_FAILURES = 100;

    /** No holder class: what ends its initialization, such as a want of memory, would end it for the life of the JVM. */
    private static volatile Providers loaded;

    /** Those that loaded, the one of highest priority first. */
    final List<Provider> all = new ArrayList<>();

    final List<BackendStatus> broken = new ArrayList<>();

    /** What is wrong with the versions of these, or null. */
    final String mismatch;

    private boolean unread;

    Providers(Iterator<Backend> found) {
        int failures = 0;
        while (failures < MOST_FAILURES) {
            try {
                if (!found.hasNext()) {
                    break;
                }
                add(found.next());
                failures = 0;
            } catch (ServiceConfigurationError | LinkageError e) {
                failures++;
                unread |= isUnread(e);
                broken.add(broken(e));
            }
        }
        List<String> names = new ArrayList<>();
        for (BackendStatus status : broken) {
            names.add(status.name());
        }
        mismatch = Versions.mismatch(Versions.of(all, names));
    }

    private static boolean precedes(Provider one, Provider other) {
        return one.priority() == other.priority()
                ? one.name().compareTo(other.name()) <= 0
                : one.priority() > other.priority();
    }

    /** A backend that cannot say who it is can be neither chosen nor named. */
    private void add(Backend backend) {
        try {
            Provider provider = new Provider(backend);
            int at = 0;
            while (at < all.size() && precedes(all.get(at), provider)) {
                at++;
            }
            all.add(at, provider);
        } catch (RuntimeException | LinkageError e) {
            broken.add(broken(
                    backend.getClass().getName(),
                    Availability.unavailable("it does not tell its name and priority: " + e, e)));
        }
    }

    static Providers loaded() {
        Providers known = loaded;
        return known == null ? load() : known;
    }

    private static synchronized Providers load() {
        if (loaded != null) {
            return loaded;
        }
        Providers found = new Providers(ServiceLoader.load(Backend.class, Backend.class.getClassLoader())
                .iterator());
        if (!found.unread) {
            loaded = found;
            Versions.warnOfCopies(Versions.class.getClassLoader());
        }
        return found;
    }

    private static boolean isUnread(Throwable error) {
        return error.getCause() instanceof IOException;
    }

    private static BackendStatus broken(Throwable error) {
        Matcher matcher = Pattern.compile(PROVIDER_CLASS).matcher(String.valueOf(error.getMessage()));
        String name = matcher.find() ? matcher.group(1) : "unknown provider";
        Throwable cause = error.getCause() == null ? error : error.getCause();
        return broken(name, Availability.unavailable("failed to load: " + cause, error));
    }

    private static BackendStatus broken(String name, Availability why) {
        return new BackendStatus(name, Integer.MIN_VALUE, why, Set.of(), false);
    }
}
