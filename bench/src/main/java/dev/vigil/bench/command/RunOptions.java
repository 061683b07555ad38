package dev.vigil.bench.command;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Option;

/** Options of every command that measures. */
final class RunOptions {
    @Option(
            names = "--contenders",
            split = ",",
            paramLabel = "NAME",
            description = "Only these. Default: all that are there.")
    private List<String> contenders;

    @Option(names = "--seed", paramLabel = "N", description = "Of the order of contenders. Default: a new one.")
    private Long seed;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Writes the results as JSON; - is standard output, and nothing else goes there.")
    private String json;

    List<String> contenders() {
        return contenders;
    }

    long seed() {
        if (seed == null) {
            seed = ThreadLocalRandom.current().nextLong(1_000_000);
        }
        return seed;
    }

    /** Where JSON goes, checked; or null. */
    OutputFile json() {
        return json == null ? null : new OutputFile(json);
    }
}
