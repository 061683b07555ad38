package dev.vigil.bench.command;

import dev.vigil.bench.contender.Absent;
import dev.vigil.bench.contender.Contender;
import dev.vigil.bench.contender.Contenders;
import dev.vigil.bench.herd.Mode;
import dev.vigil.bench.mechanism.MigratingVariant;
import dev.vigil.bench.report.Details;
import dev.vigil.bench.report.Environment;
import dev.vigil.bench.report.Json;
import dev.vigil.bench.report.Report;
import dev.vigil.bench.report.Result;
import dev.vigil.bench.report.Results;
import dev.vigil.bench.run.CaseRounds;
import dev.vigil.bench.run.Plan;
import dev.vigil.bench.run.ScenarioRun;
import dev.vigil.bench.scenario.Parameters;
import dev.vigil.bench.scenario.Scenario;
import dev.vigil.bench.scenario.Scenarios;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures one scenario, with parameters of the user's choice. */
@Command(
        name = "scenario",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Measures one scenario. Several values of a parameter are measured one after the other.")
public final class ScenarioCommand implements Callable<Integer> {
    private static final long NANOS_PER_MILLI = 1_000_000;

    @CommandLine.Parameters(
            paramLabel = "NAME",
            arity = "0..1",
            description = "The scenario; without it all are listed.")
    private String name;

    @Option(names = "--watched", split = ",", paramLabel = "N", description = "Descriptors watched.")
    private List<String> watched;

    @Option(names = "--active", split = ",", paramLabel = "N", description = "Active or hot ones, or tokens.")
    private List<String> active;

    @Option(names = "--share", split = ",", paramLabel = "F", description = "Of the hot ones, made ready each time.")
    private List<String> share;

    @Option(names = "--waiters", split = ",", paramLabel = "N", description = "Threads that wait (herd).")
    private List<String> waiters;

    @Option(names = "--modes", split = ",", paramLabel = "M", description = "How they share, or what is done.")
    private List<String> modes;

    @Option(names = "--streams", split = ",", paramLabel = "N", description = "Streams through a relay.")
    private List<String> streams;

    @Option(
            names = "--stalled",
            split = ",",
            paramLabel = "N",
            description = "Of them, those whose sink stops reading.")
    private List<String> stalled;

    @Option(
            names = "--processes",
            split = ",",
            paramLabel = "N",
            description = "Processes that inherit the listener, with one waiter in each (herd).")
    private List<String> processes;

    @Option(
            names = "--set",
            paramLabel = "NAME=V[,V]",
            description = "Any other parameter of the scenario, such as --set kind=socket.")
    private Map<String, String> others = new LinkedHashMap<>();

    @Option(names = "--rounds", paramLabel = "R", description = "Default: ${DEFAULT-VALUE}.", defaultValue = "15")
    private int rounds;

    @Option(
            names = "--round-time",
            paramLabel = "MS",
            description = "Milliseconds of each round. Default: 100, or what the scenario needs.")
    private Integer roundMillis;

    @Option(
            names = "--warm-up",
            paramLabel = "MS",
            description = "Milliseconds of each contender before the first round, at least; it goes on until the cost"
                    + " has settled, up to 8 times as long. Default: ${DEFAULT-VALUE}.",
            defaultValue = "1000")
    private int warmUpMillis;

    @Option(
            names = "--against",
            paramLabel = "NAME",
            description = "Whom ratios are with. Default: the best peer of each case.")
    private String against;

    @Option(
            names = "--watch",
            description = "For drift: draws hot and cold sizes and cost while it runs, and measures nothing. Shows"
                    + " migrating if no contender is named, and one move for each of --rounds.")
    private boolean watch;

    @Mixin
    private RunOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (name == null) {
            throw new UsageException("which scenario? There are " + names());
        }
        Scenario scenario = Scenarios.find(name);
        if (scenario == null) {
            throw new UsageException("unknown scenario '" + name + "'; there are " + names());
        }
        atLeast(1, "--rounds", rounds);
        if (roundMillis == null) {
            roundMillis = scenario.roundMillis();
        }
        atLeast(1, "--round-time", roundMillis);
        atLeast(0, "--warm-up", warmUpMillis);
        List<Parameters> cases = Cases.of(scenario, given());
        if (watch) {
            watch(scenario, cases);
            return 0;
        }
        OutputFile json = options.json();
        Contenders all = scenario.contenders();
        List<Contender> contenders = Selection.of(all, options.contenders());
        if (options.contenders() != null) {
            Selection.requireAny(scenario, cases, contenders, all);
        }
        if (against != null) {
            Selection.of(new Contenders(contenders, all.absent()), List.of(against));
        }
        return measure(scenario, cases, contenders, all.absent(), json);
    }

    private void watch(Scenario scenario, List<Parameters> cases) throws IOException {
        if (!scenario.equals(Scenarios.find("drift"))) {
            throw new UsageException("--watch " + scenario.name() + ": only drift can be watched");
        }
        if (options.json() != null) {
            throw new UsageException("--watch measures nothing that --json could hold: leave out one of them");
        }
        List<String> named = options.contenders() == null ? List.of(MigratingVariant.PLAIN) : options.contenders();
        DriftWatch.run(Selection.of(Contenders.find(), named), cases, rounds, System.out);
    }

    private int measure(
            Scenario scenario,
            List<Parameters> cases,
            List<Contender> contenders,
            List<Absent> missing,
            OutputFile json)
            throws IOException {
        long seed = options.seed();
        Plan plan = new Plan(
                rounds, rounds, roundMillis * NANOS_PER_MILLI, warmUpMillis * NANOS_PER_MILLI, seed, Plan.UNHURRIED);
        List<CaseRounds> measured;
        List<Absent> absent = new ArrayList<>(missing);
        List<Absent> failed;
        try (Progress progress = new Progress(0)) {
            ScenarioRun run = new ScenarioRun(scenario, cases, contenders, plan, progress);
            measured = run.run();
            failed = run.failed();
        }
        absent.addAll(failed);
        List<Result> results = measured.stream()
                .flatMap(each -> Results.of(each, against).stream())
                .toList();
        Report report = new Report(Environment.current(CommandLines.asTyped(spec), seed), results, absent);
        if (json != null) {
            json.write(Json.write(report), System.out);
        }
        if (json == null || !json.isStandardOutput()) {
            System.out.print(scenario.question() + "\n" + Details.text(report));
        }
        return failed.isEmpty() ? 0 : 1;
    }

    private Map<String, List<String>> given() {
        Map<String, List<String>> given = new LinkedHashMap<>();
        others.forEach((key, values) -> given.put(key, List.of(values.split(",", -1))));
        put(given, "watched", watched);
        put(given, "active", active);
        put(given, "share", share);
        put(given, "waiters", waiters);
        put(given, "mode", modes);
        if (processes != null) {
            put(given, "processes", processes);
            given.putIfAbsent("waiters", List.of("1"));
            given.putIfAbsent("mode", Mode.namesInProcesses());
        }
        put(given, "streams", streams);
        put(given, "stalled", stalled);
        return given;
    }

    private static void put(Map<String, List<String>> given, String key, List<String> values) {
        if (values != null) {
            given.put(key, values);
        }
    }

    private static void atLeast(int least, String option, int value) {
        if (value < least) {
            throw new UsageException(option + " " + value + ": must be at least " + least);
        }
    }

    private static String names() {
        return Scenarios.all().stream().map(Scenario::name).collect(Collectors.joining(", "));
    }
}
