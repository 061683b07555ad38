package dev.vigil.bench.command;

import dev.vigil.bench.report.Details;
import dev.vigil.bench.report.HtmlReport;
import dev.vigil.bench.report.Json;
import dev.vigil.bench.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows again what was measured before, from its JSON. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = "Shows a run that was kept as JSON: its tables as Markdown, its page, its charts.")
public final class ReportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "What --json wrote.")
    private Path file;

    @Option(names = "--html", paramLabel = "FILE", description = "Writes the page there instead of Markdown.")
    private String html;

    @Option(names = "--charts", paramLabel = "DIRECTORY", description = "Writes the charts there, as SVG.")
    private Path charts;

    @Override
    public Integer call() throws IOException {
        OutputFile page = html == null ? null : new OutputFile(html);
        if (charts != null && !Files.isDirectory(charts)) {
            throw new UsageException(charts + " is no directory");
        }
        Report report = read(file);
        if (page != null) {
            page.write(HtmlReport.of(report), System.out);
        }
        if (charts != null) {
            for (Map.Entry<String, String> chart : HtmlReport.charts(report).entrySet()) {
                OutputFile.write(charts.resolve(chart.getKey() + ".svg"), chart.getValue());
            }
        }
        if (page == null && charts == null) {
            System.out.print(Details.markdown(report));
        }
        return 0;
    }

    /** A run that was kept, or a refusal that says what is wrong with the file. */
    static Report read(Path file) throws IOException {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new UsageException(file + " is no file that can be read");
        }
        try {
            return Json.read(file);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage());
        }
    }
}
