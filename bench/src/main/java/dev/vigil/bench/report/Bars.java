package dev.vigil.bench.report;

import java.awt.Color;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Draws bars that lie, so that every name stands beside its own, upright, whatever their number. With figures too far apart for bars
 * there are dots on a logarithmic scale in their place.
 */
final class Bars {
    private static final int TEXT = 12;
    private static final int MARGIN = 8;
    private static final int CHARACTER = 7;
    private static final int FIGURE = 70;
    private static final int LEGEND = 28;
    private static final int MOST_ROW = 34;
    private static final double FILLED = 0.62;
    private static final int DOT = 5;
    private static final String INK = "#343A40";
    private static final String GRID = "#E9ECEF";

    /** A bar: its name, its figure and its colour. */
    record Bar(String name, double value, Color color) {}

    private final StringBuilder out = new StringBuilder();
    private final int width;
    private final int height;

    private Bars(int width, int height) {
        this.width = width;
        this.height = height;
    }

    /** As SVG; the legend names each colour, and the unit stands beside it. */
    static String svg(
            List<Bar> bars, Map<String, Color> legend, String unit, boolean logarithmic, int width, int height) {
        Bars drawing = new Bars(width, height);
        drawing.draw(bars, legend, unit, logarithmic);
        return drawing.out.toString();
    }

    private void draw(List<Bar> bars, Map<String, Color> legend, String unit, boolean logarithmic) {
        out.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
                        + " font-family=\"sans-serif\" font-size=\"%d\">%n",
                width,
                height,
                width,
                height,
                TEXT));
        out.append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
        int longest = bars.stream().mapToInt(bar -> bar.name().length()).max().orElse(0);
        int left = Math.min(width / 2, MARGIN + longest * CHARACTER);
        double room = Math.max(1, width - left - FIGURE - MARGIN);
        double row = Math.min(MOST_ROW, (double) (height - LEGEND - MARGIN) / Math.max(1, bars.size()));
        double most = bars.stream().mapToDouble(Bar::value).max().orElse(1);
        double least = bars.stream().mapToDouble(Bar::value).min().orElse(1);
        double y = MARGIN;
        for (Bar bar : bars) {
            double middle = y + row / 2;
            double end = left + room * part(bar.value(), least, most, logarithmic);
            text(left - MARGIN, middle, "end", bar.name());
            rect(left, middle - 0.5, room, 1, GRID);
            if (logarithmic) {
                out.append(String.format(
                        Locale.ROOT,
                        "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%d\" fill=\"%s\"/>%n",
                        end,
                        middle,
                        DOT,
                        rgb(bar.color())));
            } else {
                rect(left, middle - row * FILLED / 2, end - left, row * FILLED, rgb(bar.color()));
            }
            text(end + MARGIN, middle, "start", Texts.number(bar.value()));
            y += row;
        }
        legend(
                legend,
                unit + (logarithmic ? ", logarithmic" : ""),
                Math.min(y + MARGIN, height - LEGEND) + LEGEND / 2.0);
        out.append("</svg>\n");
    }

    private static double part(double value, double least, double most, boolean logarithmic) {
        if (most <= 0) {
            return 0;
        }
        return logarithmic ? Math.log(value / least) / Math.log(most / least) : Math.max(0, value) / most;
    }

    private void legend(Map<String, Color> names, String unit, double y) {
        double x = MARGIN;
        for (Map.Entry<String, Color> each : names.entrySet()) {
            rect(x, y - TEXT / 2.0, TEXT, TEXT, rgb(each.getValue()));
            text(x + TEXT + MARGIN / 2.0, y, "start", each.getKey());
            x += TEXT + 2 * MARGIN + each.getKey().length() * CHARACTER;
        }
        text(width - MARGIN, y, "end", unit);
    }

    private void rect(double x, double y, double wide, double high, String color) {
        out.append(String.format(
                Locale.ROOT,
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>%n",
                x,
                y,
                wide,
                high,
                color));
    }

    private void text(double x, double y, String anchor, String text) {
        String escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        out.append(String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" dominant-baseline=\"central\" fill=\"%s\">%s</text>%n",
                x,
                y,
                anchor,
                INK,
                escaped));
    }

    private static String rgb(Color color) {
        return "rgb(" + color.getRed() + "," + color.getGreen() + "," + color.getBlue() + ")";
    }
}
