package io.gridhouse.bench.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A chart of horizontal bars as SVG: one bar per name, as long as the median, and a line from the least to the greatest
 * value. Text stays text, so that it can be searched, and the viewer's fonts draw it.
 */
public final class BarChart {

    private static final int WIDTH = 760;
    private static final int LEFT = 190;
    private static final int RIGHT = 170;
    private static final int TOP = 54;
    private static final int BAR = 22;
    private static final int PITCH = 36;
    private static final List<String> COLOURS =
            List.of("#1f77b4", "#ff7f0e", "#2ca02c", "#9467bd", "#8c564b", "#7f7f7f");

    private BarChart() {}

    /**
     * Draws a chart.
     *
     * @param title what is shown
     * @param unit of the values, and which way is better
     * @param bars by name, in the order of the chart
     * @throws IllegalArgumentException when there is no bar
     */
    public static String svg(String title, String unit, Map<String, Spread> bars) {
        double greatest = bars.values().stream()
                .mapToDouble(Spread::greatest)
                .max()
                .orElseThrow(() -> new IllegalArgumentException("A chart without bars: " + title));
        double scale = greatest == 0 ? 0 : (WIDTH - LEFT - RIGHT) / greatest;
        int height = TOP + PITCH * bars.size() + 10;
        StringBuilder svg = new StringBuilder();
        svg.append("""
                <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" \
                font-family="sans-serif" font-size="14">
                <rect width="%d" height="%d" fill="white"/>
                <text x="12" y="22" font-size="17" font-weight="bold">%s</text>
                <text x="12" y="41" fill="#555">%s</text>
                """.formatted(WIDTH, height, WIDTH, height, WIDTH, height, escaped(title), escaped(unit)));
        int index = 0;
        for (Map.Entry<String, Spread> bar : bars.entrySet()) {
            svg.append(bar(bar.getKey(), bar.getValue(), TOP + PITCH * index, scale, index));
            index++;
        }
        return svg.append("</svg>\n").toString();
    }

    private static String bar(String name, Spread value, int y, double scale, int index) {
        int middle = y + BAR / 2;
        double end = LEFT + value.greatest() * scale;
        String line = value.count() == 1
                ? ""
                : String.format(
                        Locale.ROOT,
                        "<path d=\"M%.1f %d H%.1f M%.1f %d v8 M%.1f %d v8\" stroke=\"black\"/>\n",
                        LEFT + value.least() * scale,
                        middle,
                        end,
                        LEFT + value.least() * scale,
                        middle - 4,
                        end,
                        middle - 4);
        return String.format(
                        Locale.ROOT,
                        "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>\n"
                                + "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>\n",
                        LEFT - 10,
                        middle + 5,
                        escaped(name),
                        LEFT,
                        y,
                        value.median() * scale,
                        BAR,
                        COLOURS.get(index % COLOURS.size()))
                + line
                + String.format(
                        Locale.ROOT,
                        "<text x=\"%.1f\" y=\"%d\">%s</text>\n",
                        end + 8,
                        middle + 5,
                        escaped(value.text()));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
