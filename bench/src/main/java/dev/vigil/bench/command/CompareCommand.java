package dev.vigil.bench.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures every contender in a selection of the scenarios. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = "Measures every backend and every peer found here, side by side.")
public final class CompareCommand implements Callable<Integer> {
    @Option(names = "--quick", description = "Fewer scenarios and rounds: at most 45 s instead of 4 minutes.")
    private boolean quick;

    @Override
    public Integer call() {
        throw new UsageException("compare has no scenarios yet" + (quick ? ", quick or not" : ""));
    }
}
