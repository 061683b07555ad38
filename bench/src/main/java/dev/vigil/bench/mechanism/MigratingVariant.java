package dev.vigil.bench.mechanism;

import dev.vigil.EventSource;
import dev.vigil.migrating.MigratingBackend;
import dev.vigil.migrating.MigratingSettings;
import dev.vigil.spi.Backend;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The migrating backend with settings of its own, by the name that it has with them. */
public final class MigratingVariant {
    /** The backend's name; with nothing behind it, it has the settings of the system properties. */
    public static final String PLAIN = "migrating";

    /** Those that take part in comparisons: Gooch's partitions, kernel queues nested in a poll array, and what needs no libc. */
    public static final List<String> NAMES = List.of(
            "migrating(poll/epoll)",
            "migrating(poll/poll/10)",
            "migrating(poll/poll/100)",
            "migrating(epoll/epoll)",
            "migrating(nio/nio)");

    private MigratingVariant() {}

    private static final class Holder {
        static final Pattern VARIANT = Pattern.compile("migrating\\((\\w+)/(\\w+)(?:/(\\d+))?\\)");
    }

    /** Whether a contender is one. */
    public static boolean isOne(String contender) {
        // First what costs a starting JVM nothing.
        return contender.startsWith("migrating(")
                && Holder.VARIANT.matcher(contender).matches();
    }

    /** Opens a source over a backend, or over a variant. */
    public static EventSource open(String contender) throws IOException {
        return isOne(contender) ? EventSource.builder().backend(of(contender)).open() : EventSource.open(contender);
    }

    /** The backend that a name stands for. */
    public static Backend of(String contender) {
        Matcher matcher = Holder.VARIANT.matcher(contender);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "\"" + contender + "\" is not migrating(HOT/COLD) or (HOT/COLD/THREADS)");
        }
        MigratingSettings.Builder settings =
                MigratingSettings.builder().hot(matcher.group(1)).cold(matcher.group(2));
        if (matcher.group(3) != null) {
            settings.threads(Integer.parseInt(matcher.group(3)));
        }
        return MigratingBackend.with(settings.build());
    }
}
