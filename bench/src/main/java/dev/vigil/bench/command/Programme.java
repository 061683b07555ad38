package dev.vigil.bench.command;

import dev.vigil.bench.scenario.Parameters;
import dev.vigil.bench.scenario.Scenarios;
import java.util.List;
import java.util.Set;

/**
 * What {@code compare} measures.
 *
 * @param seconds that all of it may take
 * @param rounds of each case, at most
 * @param warmUpMillis of each contender in each case, at least
 * @param unasked contenders that take part only if they are named
 * @param parts one for each scenario
 */
record Programme(int seconds, int rounds, int warmUpMillis, Set<String> unasked, List<Part> parts) {
    private static final int ROUND_MILLIS = 80;
    private static final int QUICK_ROUND_MILLIS = 50;
    private static final int LONG_ROUND_MILLIS = 200;

    static final Programme FULL = new Programme(
            225,
            15,
            500,
            // Of the variants of migrating, the two that differ most.
            Set.of("migrating(poll/poll/10)", "migrating(epoll/epoll)", "migrating(nio/nio)"),
            List.of(
                    new Part(
                            "ready",
                            ROUND_MILLIS,
                            Parameters.of("watched", 1000, "active", 100),
                            Parameters.of("watched", 1000, "active", 1000),
                            Parameters.of("watched", 9500, "active", 100)),
                    new Part("ring", ROUND_MILLIS, Parameters.of("watched", 1000, "active", 100)),
                    new Part(
                            "busy",
                            ROUND_MILLIS,
                            Parameters.of("watched", 200, "active", 200, "share", "0.05"),
                            Parameters.of("watched", 200, "active", 200, "share", "1")),
                    new Part(
                            "churn",
                            ROUND_MILLIS,
                            Parameters.of("watched", 1000, "mode", "register", "apply", 0),
                            Parameters.of("watched", 1000, "mode", "update", "apply", 1)),
                    new Part("wakeup", LONG_ROUND_MILLIS, Parameters.of("watched", 1000)),
                    new Part("echo", LONG_ROUND_MILLIS, Parameters.of("connections", 100, "idle", 0)),
                    new Part("accept", LONG_ROUND_MILLIS, Parameters.of("loops", 2)),
                    new Part(
                            "herd",
                            ROUND_MILLIS,
                            Parameters.of("waiters", 1, "mode", "level", "duplicates", 1),
                            Parameters.of("waiters", 16, "mode", "level", "duplicates", 1),
                            Parameters.of("waiters", 512, "mode", "level", "duplicates", 1),
                            Parameters.of("waiters", 512, "mode", "exclusive", "duplicates", 1),
                            Parameters.of("waiters", 1, "mode", "rotating", "duplicates", 1),
                            Parameters.of("waiters", 16, "mode", "rotating", "duplicates", 1),
                            Parameters.of("waiters", 512, "mode", "rotating", "duplicates", 1)),
                    new Part("startup", ROUND_MILLIS, Parameters.of())));

    static final Programme QUICK = new Programme(
            34,
            9,
            150,
            // Setting up takes most of the time, and these tell nothing that others don't.
            Set.of(
                    "migrating(poll/poll/10)",
                    "migrating(poll/poll/100)",
                    "migrating(epoll/epoll)",
                    "migrating(nio/nio)",
                    "jdk-keys",
                    "enxio"),
            List.of(
                    new Part(
                            "ready",
                            QUICK_ROUND_MILLIS,
                            Parameters.of("watched", 1000, "active", 100),
                            Parameters.of("watched", 9500, "active", 10)),
                    new Part(
                            "busy",
                            QUICK_ROUND_MILLIS,
                            Parameters.of("watched", 200, "active", 200, "share", "0.05"),
                            Parameters.of("watched", 200, "active", 200, "share", "1")),
                    new Part(
                            "churn",
                            QUICK_ROUND_MILLIS,
                            Parameters.of("watched", 1000, "mode", "register", "apply", 1))));

    /** How many cases there are. */
    int cases() {
        return parts.stream().mapToInt(part -> part.cases().size()).sum();
    }

    /**
     * A scenario, and which of its cases.
     *
     * @param scenario its name
     * @param roundMillis the length of a round
     * @param cases the cases
     */
    record Part(String scenario, int roundMillis, List<Parameters> cases) {
        Part(String scenario, int roundMillis, Parameters... cases) {
            this(scenario, roundMillis, List.of(cases));
            for (Parameters each : cases) {
                String problem = Scenarios.find(scenario).problem(each);
                if (problem != null) {
                    throw new UsageException(scenario + ": " + problem);
                }
            }
        }
    }
}
