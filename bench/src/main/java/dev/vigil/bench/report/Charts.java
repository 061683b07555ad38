package dev.vigil.bench.report;

import dev.vigil.bench.contender.Contender.Side;
import dev.vigil.bench.contender.Contenders;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.IChart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws a case as a bar or a dot for each contender, and several cases that differ in one number as lines. */
final class Charts {
    /** With more than this between the least and the most, an axis is logarithmic, and a bar would mean nothing. */
    private static final double WIDE_RANGE = 30;

    /** A floor that lies below all others by this factor is left to the table. */
    private static final double FAR = 10;

    private static final Color VIGIL = new Color(0x0B7285);
    private static final Color PEER = new Color(0xADB5BD);
    private static final Color FLOOR = new Color(0xE8A33D);
    private static final Color INK = new Color(0x343A40);
    private static final Color GRID = new Color(0xE9ECEF);
    private static final int[] LINES = {
        0x0B7285, 0xD6336C, 0x5F3DC4, 0x2B8A3E, 0xE67700, 0x1864AB, 0x868E96,
        0x862E9C, 0x66A80F, 0x212529, 0xC92A2A, 0x15AABF, 0xF59F00, 0xA0522D
    };

    private static final BasicStroke OUR_LINE = new BasicStroke(3);
    private static final BasicStroke PEER_LINE =
            new BasicStroke(1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {5, 3}, 0);

    static {
        // Nothing is shown on a screen, and there may be none.
        System.setProperty("java.awt.headless", "true");
    }

    private Charts() {}

    /** One case. */
    static String bars(Column column, int width, int height) {
        List<Result> shown = column.results().stream()
                .filter(result -> column.shown(result) > 0 || column.isShare())
                .filter(result -> !isFarBelow(column, result))
                .toList();
        boolean wide =
                !column.isShare() && isWide(shown.stream().map(column::shown).toList());
        Map<String, Color> legend = new LinkedHashMap<>();
        List<Bars.Bar> bars = new ArrayList<>();
        for (Result result : shown) {
            Side side = Contenders.side(result.contender());
            legend.put(label(side), color(side));
            bars.add(new Bars.Bar(result.contender(), column.shown(result), color(side)));
        }
        return Bars.svg(bars, legend, column.shownUnit(), wide, width, height);
    }

    private static Color color(Side side) {
        return switch (side) {
            case VIGIL -> VIGIL;
            case PEER -> PEER;
            case FLOOR -> FLOOR;
        };
    }

    /** A floor that would only stretch the axis, or is no floor of what is shown. */
    private static boolean isFarBelow(Column column, Result result) {
        if (Contenders.side(result.contender()) != Side.FLOOR) {
            return false;
        }
        double least = column.results().stream()
                .filter(other -> Contenders.side(other.contender()) != Side.FLOOR)
                .mapToDouble(column::shown)
                .min()
                .orElse(0);
        return column.isOverFloor() || column.shown(result) * FAR < least;
    }

    private static String label(Side side) {
        return switch (side) {
            case VIGIL -> "Vigil";
            case PEER -> "peers";
            case FLOOR -> "no waiting";
        };
    }

    /** The colour of a line, by its place among the others, as red, green and blue. */
    static int color(int place) {
        return LINES[place % LINES.length];
    }

    /** Several cases that differ in one number. Beside narrow lines there is no room for their names. */
    static String lines(Series series, int width, int height, boolean named) {
        return lines(series.points(), series.parameter(), series.unit(), width, height, named);
    }

    /** One case over time. */
    static String curves(Column column, int width, int height, boolean named) {
        return lines(Curve.points(column), "ms since the move", column.unit(), width, height, named);
    }

    private static String lines(
            Map<String, ? extends Map<Double, Double>> points,
            String xTitle,
            String yTitle,
            int width,
            int height,
            boolean named) {
        XYChart chart = new XYChart(width, height);
        chart.setXAxisTitle(xTitle);
        chart.setYAxisTitle(yTitle);
        style(chart.getStyler(), isWide(values(points, Map::values)));
        chart.getStyler().setXAxisTickLabelsFormattingFunction(Texts::axis);
        chart.getStyler()
                .setLegendVisible(named)
                .setLegendPosition(LegendPosition.OutsideE)
                .setLegendLayout(LegendLayout.Vertical);
        chart.getStyler().setXAxisLogarithmic(isWide(values(points, Map::keySet)));
        chart.getStyler().setMarkerSize(7);
        int next = 0;
        for (Map.Entry<String, ? extends Map<Double, Double>> line : points.entrySet()) {
            XYSeries drawn = chart.addSeries(
                    line.getKey(),
                    new ArrayList<>(line.getValue().keySet()),
                    new ArrayList<>(line.getValue().values()));
            boolean ours = Contenders.isVigil(line.getKey());
            Color color = new Color(color(next++));
            drawn.setMarkerColor(color).setMarker(ours ? SeriesMarkers.CIRCLE : SeriesMarkers.SQUARE);
            drawn.setLineColor(color).setLineStyle(ours ? OUR_LINE : PEER_LINE);
        }
        return svg(chart);
    }

    private static List<Double> values(
            Map<String, ? extends Map<Double, Double>> points, Function<Map<Double, Double>, Collection<Double>> part) {
        return points.values().stream()
                .flatMap(line -> part.apply(line).stream())
                .toList();
    }

    /** Who gets how much, the busiest first: bars side by side for each of several cases. */
    static String shares(Shares shares, int width, int height, boolean named) {
        CategoryChart chart = new CategoryChart(width, height);
        chart.setXAxisTitle("waiters, the busiest first");
        chart.setYAxisTitle("% of all");
        style(chart.getStyler(), false);
        chart.getStyler()
                .setAvailableSpaceFill(0.8)
                .setLegendVisible(named)
                .setLegendPosition(LegendPosition.OutsideE)
                .setLegendLayout(LegendLayout.Vertical);
        int next = 0;
        for (Map.Entry<String, List<Double>> each : shares.bars().entrySet()) {
            List<String> places = IntStream.rangeClosed(1, each.getValue().size())
                    .mapToObj(Integer::toString)
                    .toList();
            CategorySeries drawn = chart.addSeries(each.getKey(), places, each.getValue());
            Color color = new Color(color(next++));
            drawn.setLineColor(color);
            drawn.setFillColor(color);
        }
        return svg(chart);
    }

    private static boolean isWide(List<Double> values) {
        double least = values.stream().mapToDouble(Double::doubleValue).min().orElse(1);
        double most = values.stream().mapToDouble(Double::doubleValue).max().orElse(1);
        return least > 0 && most > WIDE_RANGE * least;
    }

    private static void style(AxesChartStyler styler, boolean logarithmic) {
        Font text = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
        styler.setYAxisLogarithmic(logarithmic).setYAxisLogarithmicDecadeOnly(true);
        if (!logarithmic) {
            styler.setYAxisMin(0.0);
        }
        styler.setYAxisTickLabelsFormattingFunction(Texts::axis)
                .setPlotGridLinesColor(GRID)
                .setPlotGridLinesStroke(new BasicStroke(1))
                .setPlotGridVerticalLinesVisible(false)
                .setAxisTickLabelsFont(text)
                .setAxisTitleFont(text)
                .setAxisTickLabelsColor(INK);
        styler.setBaseFont(text)
                .setLegendFont(text)
                .setLegendPosition(LegendPosition.OutsideS)
                .setLegendLayout(LegendLayout.Horizontal)
                .setLegendBorderColor(Color.WHITE)
                .setChartBackgroundColor(Color.WHITE)
                .setPlotBackgroundColor(Color.WHITE)
                .setPlotBorderVisible(false)
                .setChartTitleVisible(false)
                .setChartPadding(4);
    }

    private static String svg(IChart chart) {
        try {
            return new String(ChartEncoder.getBytes(chart, "svg"), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
