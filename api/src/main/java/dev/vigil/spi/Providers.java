package dev.vigil.spi;

import dev.vigil.Availability;
import dev.vigil.BackendStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The backends that {@link ServiceLoader} finds with the class loader of this module, and the providers that failed to load.
 * Loaded once; whether a backend is available is remembered by the backend.
 */
final class Providers {
    private static final Pattern PROVIDER_CLASS = Pattern.compile("Provider ([\\w.$]+)");

    /** A service file with so many broken lines in a row is not read further. */
    private static final int MOST_FAILURES = 100;

    private static final class Holder {
        static final Providers LOADED = new Providers(ServiceLoader.load(Backend.class, Backend.class.getClassLoader())
                .iterator());
    }

    final List<Backend> backends = new ArrayList<>();
    final List<BackendStatus> broken = new ArrayList<>();

    Providers(Iterator<Backend> found) {
        int failures = 0;
        while (failures < MOST_FAILURES) {
            try {
                if (!found.hasNext()) {
                    break;
                }
                Backend backend = found.next();
                backends.add(backend);
                failures = 0;
            } catch (ServiceConfigurationError | LinkageError e) {
                failures++;
                broken.add(broken(e));
            }
        }
        backends.sort(Comparator.comparingInt(Backend::priority).reversed().thenComparing(Backend::name));
    }

    static Providers loaded() {
        return Holder.LOADED;
    }

    private static BackendStatus broken(Throwable error) {
        Matcher matcher = PROVIDER_CLASS.matcher(String.valueOf(error.getMessage()));
        String name = matcher.find() ? matcher.group(1) : "unknown provider";
        Throwable cause = error.getCause() == null ? error : error.getCause();
        return new BackendStatus(
                name, Integer.MIN_VALUE, Availability.unavailable("failed to load: " + cause, error), Set.of(), false);
    }
}
