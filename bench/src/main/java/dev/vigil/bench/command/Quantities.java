package dev.vigil.bench.command;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What users type for sizes, times and addresses. What is wrong with it is told in an {@link IllegalArgumentException}. */
final class Quantities {
    private static final Pattern NUMBER_AND_UNIT = Pattern.compile("([0-9]{1,18})([a-z]*)");

    private Quantities() {}

    /** A number of bytes, such as 4096, 256k, 4m or 1g. */
    static long bytes(String typed) {
        Matcher matcher = NUMBER_AND_UNIT.matcher(typed.toLowerCase(Locale.ROOT));
        if (matcher.matches()) {
            int shift = switch (matcher.group(2)) {
                case "", "b" -> 0;
                case "k", "kb", "kib" -> 10;
                case "m", "mb", "mib" -> 20;
                case "g", "gb", "gib" -> 30;
                default -> -1;
            };
            long number = Long.parseLong(matcher.group(1));
            if (shift >= 0 && number <= Long.MAX_VALUE >> shift) {
                return number << shift;
            }
        }
        throw new IllegalArgumentException(
                "'" + typed + "' is no size: give a number of bytes, as in 4096, 256k or 4m");
    }

    /** A time, such as 500ms, 30s, 5m or 1h; a bare number is seconds. */
    static Duration time(String typed) {
        Matcher matcher = NUMBER_AND_UNIT.matcher(typed.toLowerCase(Locale.ROOT));
        if (matcher.matches() && matcher.group(1).length() <= 9) {
            long number = Long.parseLong(matcher.group(1));
            Duration unit = switch (matcher.group(2)) {
                case "ms" -> Duration.ofMillis(1);
                case "", "s" -> Duration.ofSeconds(1);
                case "m" -> Duration.ofMinutes(1);
                case "h" -> Duration.ofHours(1);
                default -> Duration.ZERO;
            };
            if (!unit.isZero()) {
                return unit.multipliedBy(number);
            }
        }
        throw new IllegalArgumentException("'" + typed + "' is no time: give a number, as in 500ms, 30s, 5m or 1h");
    }

    static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
    }

    /** Bytes for people to read. */
    static String text(double bytes) {
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
        double number = bytes;
        int unit = 0;
        while (number >= 1024 && unit < units.length - 1) {
            number /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", number, units[unit]);
    }
}
