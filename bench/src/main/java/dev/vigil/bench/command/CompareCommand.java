package dev.vigil.bench.command;

import dev.vigil.bench.contender.Absent;
import dev.vigil.bench.contender.Contender;
import dev.vigil.bench.contender.Contenders;
import dev.vigil.bench.contender.Home;
import dev.vigil.bench.report.Advice;
import dev.vigil.bench.report.Comparison;
import dev.vigil.bench.report.Environment;
import dev.vigil.bench.report.HtmlReport;
import dev.vigil.bench.report.Json;
import dev.vigil.bench.report.Overview;
import dev.vigil.bench.report.Report;
import dev.vigil.bench.report.Result;
import dev.vigil.bench.report.Results;
import dev.vigil.bench.run.Plan;
import dev.vigil.bench.run.ScenarioRun;
import dev.vigil.bench.scenario.Scenario;
import dev.vigil.bench.scenario.Scenarios;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures every contender in a selection of the scenarios. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = {
            "Measures every backend and every peer found here, side by side, in at most 4 minutes.",
            "With two files that --json wrote: measures nothing, and puts the two runs side by side."
        })
public final class CompareCommand implements Callable<Integer> {
    private static final int LEAST_ROUNDS = 3;

    @Option(names = "--quick", description = "Fewer scenarios, contenders and rounds: at most 45 s.")
    private boolean quick;

    @Parameters(arity = "0..2", paramLabel = "FILE", description = "Two runs that were kept.")
    private List<Path> files = new ArrayList<>();

    @Mixin
    private RunOptions options;

    @Spec
    private CommandSpec spec;

    private final List<Result> results = new ArrayList<>();
    private final List<Absent> failed = new ArrayList<>();
    private final List<String> leftOut = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        if (!files.isEmpty()) {
            return showBoth();
        }
        long start = System.nanoTime();
        Programme programme = quick ? Programme.QUICK : Programme.FULL;
        OutputFile json = options.json();
        Contenders all = Contenders.find();
        List<Contender> contenders = Selection.of(all, options.contenders(), programme.unasked());
        long seed = options.seed();
        long nanos = TimeUnit.SECONDS.toNanos(programme.seconds()) - (System.nanoTime() - start);
        measure(programme, contenders, seed, new Timetable(nanos, Collections.nCopies(programme.cases(), 1.0)));
        List<Absent> absent = new ArrayList<>(all.absent());
        absent.addAll(failed);
        show(new Report(Environment.current(CommandLines.asTyped(spec), seed), results, absent), json);
        return failed.isEmpty() ? 0 : 1;
    }

    private int showBoth() throws IOException {
        if (files.size() != 2) {
            throw new UsageException(
                    "compare " + files.get(0) + ": name a second file to compare it with, or none to measure");
        }
        if (quick || options.contenders() != null || options.json() != null) {
            throw new UsageException(
                    "--quick, --contenders and --json are for measuring: leave them out with two files");
        }
        try {
            System.out.print(Comparison.of(ReportCommand.read(files.get(0)), ReportCommand.read(files.get(1))));
            return 0;
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage());
        }
    }

    private void measure(Programme programme, List<Contender> contenders, long seed, Timetable timetable)
            throws IOException {
        try (Progress progress = new Progress(programme.seconds())) {
            for (Programme.Part part : programme.parts()) {
                Scenario scenario = Scenarios.find(part.scenario());
                Plan plan = new Plan(
                        programme.rounds(),
                        LEAST_ROUNDS,
                        TimeUnit.MILLISECONDS.toNanos(part.roundMillis()),
                        TimeUnit.MILLISECONDS.toNanos(programme.warmUpMillis()),
                        seed,
                        timetable);
                ScenarioRun run = new ScenarioRun(scenario, part.cases(), contenders, plan, progress);
                run.run().forEach(rounds -> results.addAll(Results.of(rounds, null)));
                failed.addAll(run.failed());
                leftOut.addAll(run.leftOut());
            }
        }
    }

    private void show(Report report, OutputFile json) throws IOException {
        if (json != null) {
            json.write(Json.write(report), System.out);
        }
        Path page = Home.bench().resolve("report/index.html");
        Files.createDirectories(page.getParent());
        OutputFile.write(page, HtmlReport.of(report));
        if (json != null && json.isStandardOutput()) {
            return;
        }
        System.out.print(Overview.of(report, Terminal.width()));
        leftOut.forEach(title -> System.out.println("left out, for the time was over: " + title));
        System.out.println();
        Advice.of(report).forEach(System.out::println);
        System.out.println("Charts: " + page);
    }
}
