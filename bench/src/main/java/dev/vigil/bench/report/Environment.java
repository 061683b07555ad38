package dev.vigil.bench.report;

import dev.vigil.bench.worker.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Where a run was made. */
public final class Environment {
    /** Counts up when results come to mean something else under the same name. */
    private static final String FORMAT = "format";

    private static final int CURRENT_FORMAT = 1;

    /** Nanoseconds that a system call costs which does nothing. */
    static final String EMPTY_SYSTEM_CALL = "emptySystemCallNanos";

    private Environment() {}

    /** Of this process. */
    public static Map<String, Object> current(String command, long seed) {
        Map<String, Object> environment = new LinkedHashMap<>();
        environment.put(FORMAT, CURRENT_FORMAT);
        environment.put("processor", processor());
        environment.put("processors", Runtime.getRuntime().availableProcessors());
        environment.put("memory", memory());
        environment.put("system", System.getProperty("os.name"));
        environment.put("kernel", System.getProperty("os.version"));
        environment.put("architecture", System.getProperty("os.arch"));
        environment.put("jdk", System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
        environment.put("descriptorLimit", Limits.descriptors());
        EmptySystemCall.nanos().ifPresent(nanos -> environment.put(EMPTY_SYSTEM_CALL, Math.rint(nanos)));
        environment.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        environment.put("command", command);
        environment.put("seed", seed);
        return environment;
    }

    /** One line for a person. */
    static String line(Map<String, Object> environment) {
        return machine(environment) + ", " + environment.get("descriptorLimit") + " descriptors"
                + emptySystemCall(environment) + ", " + environment.get("date");
    }

    /** What is wrong with a run that was kept, for this version; or null. Runs of the first version do not say theirs. */
    static String problem(Map<String, Object> environment) {
        Object format = environment.getOrDefault(FORMAT, CURRENT_FORMAT);
        return format.equals(CURRENT_FORMAT)
                ? null
                : "was written by another version (format " + format + ", this one reads " + CURRENT_FORMAT
                        + "): measure again";
    }

    /** Machine, kernel and JDK: what two runs must share for their figures to be compared without a thought. */
    static String machine(Map<String, Object> environment) {
        return environment.get("processors") + " x " + environment.get("processor") + ", " + environment.get("memory")
                + ", " + environment.get("system") + " " + environment.get("kernel") + " "
                + environment.get("architecture") + ", " + environment.get("jdk");
    }

    /** What an empty system call costs, for the end of a line; nothing if the run did not say. */
    static String emptySystemCall(Map<String, Object> environment) {
        return environment.get(EMPTY_SYSTEM_CALL) instanceof Number nanos
                ? ", an empty system call " + Texts.number(nanos.doubleValue()) + " ns"
                : "";
    }

    private static String processor() {
        return first("/proc/cpuinfo", "model name").orElse("unknown processor").replaceAll(" +", " ");
    }

    private static String memory() {
        return first("/proc/meminfo", "MemTotal")
                .map(text -> Long.parseLong(text.replaceAll("\\D", "")) / (1 << 20))
                .map(gibibytes -> String.format(Locale.ROOT, "%d GiB", gibibytes))
                .orElse("unknown memory");
    }

    private static Optional<String> first(String file, String key) {
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(key))
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
