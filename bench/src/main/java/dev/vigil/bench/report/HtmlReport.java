package dev.vigil.bench.report;

import dev.vigil.bench.scenario.Scenario;
import dev.vigil.bench.scenario.Scenarios;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;

/** One page that needs nothing else: advice, charts, tables, method. Charts are in it twice, for wide and narrow screens. */
public final class HtmlReport {
    private static final int WIDE = 880;
    private static final int NARROW = 350;
    private static final int HEIGHT = 400;
    private static final int LINES_HEIGHT = 480;

    private final Report report;
    private final List<Column> columns;
    private final List<Series> series;
    private final List<Shares> shares;

    private HtmlReport(Report report) {
        this.report = report;
        this.columns = Column.of(report);
        this.series = Series.of(columns);
        this.shares = Shares.of(columns);
    }

    public static String of(Report report) {
        HtmlReport page = new HtmlReport(report);
        return template()
                .replace("{{environment}}", escape(Environment.line(report.environment())))
                .replace(
                        "{{command}}",
                        escape(String.valueOf(report.environment().get("command"))))
                .replace("{{seed}}", escape(String.valueOf(report.environment().get("seed"))))
                .replace("{{advice}}", page.advice())
                .replace("{{scenarios}}", page.scenarios())
                .replace("{{absent}}", page.absent());
    }

    /** The wide charts alone, by names for files. */
    public static Map<String, String> charts(Report report) {
        HtmlReport page = new HtmlReport(report);
        Map<String, String> charts = new LinkedHashMap<>();
        page.series.forEach(each -> charts.put(fileName(each.title()), Charts.lines(each, WIDE, LINES_HEIGHT, true)));
        page.shares.forEach(each ->
                charts.put(fileName(each.scenario() + " " + each.title()), Charts.shares(each, WIDE, HEIGHT, true)));
        page.columns.stream()
                .filter(page::isDrawn)
                .forEach(column -> charts.put(fileName(column.title()), Charts.bars(column, WIDE, HEIGHT)));
        page.columns.stream()
                .filter(HtmlReport::isOverTime)
                .forEach(column -> charts.put(
                        fileName(column.title() + " over time"), Charts.curves(column, WIDE, LINES_HEIGHT, true)));
        return charts;
    }

    private static String fileName(String title) {
        return title.replaceAll("[^A-Za-z0-9.]+", "-");
    }

    /** Whether a case has a chart of its own: it is in no series, nor the slope of one, and there is something to draw. */
    private boolean isDrawn(Column column) {
        return series.stream()
                        .noneMatch(each ->
                                each.columns().contains(column) || each.title().equals(column.title()))
                && column.results().stream().anyMatch(result -> column.shown(result) > 0 || column.isShare());
    }

    private static boolean isOverTime(Column column) {
        return !Curve.points(column).isEmpty();
    }

    private static String template() {
        try (InputStream in = HtmlReport.class.getResourceAsStream("report.html")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String advice() {
        List<String> advice = Advice.of(report);
        if (advice.isEmpty()) {
            return "";
        }
        StringBuilder out = new StringBuilder("<ul class=\"advice\">\n");
        advice.forEach(line -> out.append("<li>").append(escape(line)).append("</li>\n"));
        return out.append("</ul>\n").toString();
    }

    private String absent() {
        if (report.absent().isEmpty()) {
            return "<p>Everybody took part.</p>";
        }
        StringBuilder out = new StringBuilder("<ul>\n");
        report.absent()
                .forEach(each -> out.append("<li><b>")
                        .append(escape(each.contender()))
                        .append("</b>: ")
                        .append(escape(each.reason()))
                        .append("</li>\n"));
        return out.append("</ul>\n").toString();
    }

    private String scenarios() {
        Set<String> names = new LinkedHashSet<>();
        columns.forEach(column -> names.add(column.scenario()));
        StringBuilder out = new StringBuilder();
        for (String name : names) {
            Scenario scenario = Scenarios.find(name);
            out.append("<section id=\"")
                    .append(escape(name))
                    .append("\">\n<h2>")
                    .append(escape(name))
                    .append("</h2>\n");
            if (scenario != null) {
                out.append("<p class=\"question\">")
                        .append(escape(scenario.question()))
                        .append("</p>\n");
            }
            for (Series each : series) {
                if (each.columns().get(0).scenario().equals(name)) {
                    figure(
                            out,
                            each.title() + ", " + each.unit() + " by " + each.parameter(),
                            LINES_HEIGHT,
                            width -> Charts.lines(each, width, LINES_HEIGHT, width == WIDE),
                            legend(each.points().keySet()));
                }
            }
            for (Shares each : shares) {
                if (each.scenario().equals(name)) {
                    figure(
                            out,
                            name + ", " + each.title(),
                            HEIGHT,
                            width -> Charts.shares(each, width, HEIGHT, width == WIDE),
                            legend(each.bars().keySet()));
                }
            }
            for (Column column : columns) {
                if (column.scenario().equals(name)) {
                    show(out, column);
                }
            }
            out.append("</section>\n");
        }
        return out.toString();
    }

    private void show(StringBuilder out, Column column) {
        String title = column.title() + ", " + column.shownUnit();
        boolean drawn = isDrawn(column);
        if (drawn) {
            figure(out, title, HEIGHT, width -> Charts.bars(column, width, HEIGHT), "");
        }
        if (isOverTime(column)) {
            figure(
                    out,
                    column.title() + ", " + column.unit() + " over time",
                    LINES_HEIGHT,
                    width -> Charts.curves(column, width, LINES_HEIGHT, width == WIDE),
                    legend(Curve.points(column).keySet()));
        }
        out.append("<details")
                .append(drawn ? " open" : "")
                .append("><summary>")
                .append(escape(title))
                .append("</summary>\n");
        out.append("<div class=\"scroll\"><table>\n");
        List<List<String>> rows = Details.rows(column);
        row(out, "th", rows.get(0));
        rows.subList(1, rows.size()).forEach(row -> row(out, "td", row));
        out.append("</table></div></details>\n");
    }

    private static void row(StringBuilder out, String cell, List<String> texts) {
        out.append("<tr>");
        texts.forEach(text -> out.append('<')
                .append(cell)
                .append('>')
                .append(escape(text))
                .append("</")
                .append(cell)
                .append('>'));
        out.append("</tr>\n");
    }

    /** The names of lines, for the narrow chart, which has no room for them. */
    private static String legend(Set<String> names) {
        StringBuilder out = new StringBuilder("<p class=\"narrow legend\">");
        int place = 0;
        for (String name : names) {
            out.append(String.format(
                    Locale.ROOT,
                    "<span><i style=\"background:#%06x\"></i>%s</span> ",
                    Charts.color(place++),
                    escape(name)));
        }
        return out.append("</p>\n").toString();
    }

    private static void figure(
            StringBuilder out, String caption, int height, IntFunction<String> chart, String legend) {
        out.append("<figure><figcaption>").append(escape(caption)).append("</figcaption>\n");
        for (Map.Entry<String, Integer> size : List.of(Map.entry("wide", WIDE), Map.entry("narrow", NARROW))) {
            String data = Base64.getEncoder()
                    .encodeToString(chart.apply(size.getValue()).getBytes(StandardCharsets.UTF_8));
            out.append("<img class=\"")
                    .append(size.getKey())
                    .append("\" width=\"")
                    .append(size.getValue())
                    .append("\" height=\"")
                    .append(height)
                    .append("\" alt=\"")
                    .append(escape(caption))
                    .append("\" src=\"data:image/svg+xml;base64,")
                    .append(data)
                    .append("\">\n");
        }
        out.append(legend).append("</figure>\n");
    }

    private static String escape(String text) {
        List<String> parts = new ArrayList<>();
        text.codePoints()
                .forEach(c -> parts.add(
                        switch (c) {
                            case '<' -> "&lt;";
                            case '>' -> "&gt;";
                            case '&' -> "&amp;";
                            case '"' -> "&quot;";
                            default -> Character.toString(c);
                        }));
        return String.join("", parts);
    }
}
