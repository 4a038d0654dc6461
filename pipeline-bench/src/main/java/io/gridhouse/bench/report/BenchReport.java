package io.gridhouse.bench.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Everything that a bench measured, and under which conditions.
 *
 * @param machine what it ran on
 * @param versions of the parts, by name
 * @param settings of the bench, the peers and the servers, by name
 * @param runs in their order
 * @param ceilings in their order
 */
public record BenchReport(
        Machine machine,
        Map<String, String> versions,
        Map<String, Object> settings,
        List<RunResult> runs,
        List<CeilingResult> ceilings) {

    private static final String JSON = "results.json";
    private static final String MARKDOWN = "results.md";

    /** Writes numbers, tables and charts into a folder, in the place of earlier ones. */
    public void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(
                folder.resolve(JSON),
                new ObjectMapper()
                                .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                                .enable(SerializationFeature.INDENT_OUTPUT)
                                .writeValueAsString(this)
                        + "\n");
        Summary summary = new Summary(runs, ceilings);
        Files.writeString(folder.resolve(MARKDOWN), new MarkdownTables(this, summary).text());
        for (Chart chart : charts(summary)) {
            Path file = folder.resolve(chart.name() + ".svg");
            if (chart.bars().isEmpty()) {
                Files.deleteIfExists(file);
            } else {
                Files.writeString(file, BarChart.svg(chart.title(), chart.unit(), chart.bars()));
            }
        }
    }

    /** The charts that have something to show, by the name of their file without its end. */
    static List<String> chartNames(Summary summary) {
        return charts(summary).stream()
                .filter(chart -> !chart.bars().isEmpty())
                .map(Chart::name)
                .toList();
    }

    private static List<Chart> charts(Summary summary) {
        return List.of(
                new Chart("sustained", "Sustained load", "changes/s, more is better", summary.sustained()),
                new Chart(
                        "latency",
                        "Age of a change at the sink, 99th percentile, at the lowest rate",
                        "ms, less is better",
                        summary.atRate(
                                summary.lowestRate(), step -> step.latency().p99())),
                new Chart(
                        "cpu",
                        "CPU of a backlog",
                        "seconds per million changes, peer and servers together, less is better",
                        summary.of(Measured::drain, drain -> drain.cpu().total())),
                new Chart(
                        "backlog",
                        "Working off a backlog",
                        "changes/s, more is better",
                        summary.of(Measured::drain, drain -> drain.changesPerSecond())),
                new Chart(
                        "variants",
                        "Sustained load with other data and other state",
                        "changes/s, more is better",
                        summary.byVariant(Summary::sustained)),
                new Chart("ceilings", "One part alone", "rows/s", summary.ceilings()));
    }

    /** What a chart shows. */
    private record Chart(String name, String title, String unit, Map<String, Spread> bars) {}
}
