package io.gridhouse.bench.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that a bench measured, and under which conditions.
 *
 * @param commands by which it was measured, in their order, without the launcher's name
 * @param machine what it ran on
 * @param versions of the parts, by name
 * @param settings of the bench, the peers and the servers, by name
 * @param runs in their order
 * @param ceilings in their order
 */
public record BenchReport(
        List<String> commands,
        Machine machine,
        Map<String, String> versions,
        Map<String, Object> settings,
        List<RunResult> runs,
        List<CeilingResult> ceilings) {

    private static final String JSON = "results.json";
    private static final String MARKDOWN = "results.md";

    private static final ObjectMapper MAPPER = new ObjectMapper()
            .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.INDENT_OUTPUT);

    /** Freezes the lists. */
    public BenchReport {
        commands = List.copyOf(commands);
        runs = List.copyOf(runs);
        ceilings = List.copyOf(ceilings);
    }

    /**
     * What an earlier bench wrote into a folder; empty when there is nothing.
     *
     * @throws IOException when the file can't be read, or is not one of this version, naming it
     */
    public static Optional<BenchReport> read(Path folder) throws IOException {
        Path file = folder.resolve(JSON);
        try {
            return Files.exists(file)
                    ? Optional.of(MAPPER.readValue(file.toFile(), BenchReport.class))
                    : Optional.empty();
        } catch (JsonProcessingException e) {
            throw new IOException(
                    "%s is no result of this version: %s. Give another --out, or leave --add out"
                            .formatted(file, e.getOriginalMessage()),
                    e);
        }
    }

    /**
     * An earlier report and this one together: numbers that were measured under the same conditions.
     *
     * @throws IllegalArgumentException naming the first condition in which they differ
     */
    public BenchReport after(BenchReport earlier) {
        same("machine", earlier.machine, machine);
        same("versions", earlier.versions, versions);
        Map<String, Object> allSettings = new LinkedHashMap<>(earlier.settings);
        settings.forEach((name, value) -> {
            if (allSettings.putIfAbsent(name, value) != null) {
                same(name, earlier.settings.get(name), value);
            }
        });
        return new BenchReport(
                both(earlier.commands, commands),
                machine,
                versions,
                allSettings,
                both(earlier.runs, runs),
                both(earlier.ceilings, ceilings));
    }

    private static void same(String what, Object earlier, Object now) {
        if (!earlier.equals(now)) {
            throw new IllegalArgumentException(
                    "The results that are to be added to have another %s: %s there, %s now. Give another --out, or leave --add out"
                            .formatted(what, earlier, now));
        }
    }

    private static <T> List<T> both(List<T> earlier, List<T> later) {
        List<T> all = new ArrayList<>(earlier);
        all.addAll(later);
        return all;
    }

    /** Writes numbers, tables and charts into a folder, in the place of earlier ones. */
    public void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        // In one piece, since earlier numbers are lost with a half file.
        Path whole = Files.writeString(folder.resolve(JSON + ".new"), MAPPER.writeValueAsString(this) + "\n");
        Files.move(whole, folder.resolve(JSON), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
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
                new Chart(
                        "sustained",
                        "Sustained load, however old what the sink shows is",
                        "changes/s, more is better",
                        summary.sustained()),
                new Chart(
                        "held",
                        "Sustained load, the 99th percentile of the age within the bound",
                        "changes/s, more is better",
                        summary.held()),
                new Chart(
                        "latency",
                        "Age of a change at the sink, 99th percentile, at the lowest rate",
                        "ms, less is better",
                        summary.atRate(
                                summary.lowestRate(), step -> step.latency().p99())),
                new Chart(
                        "cpu",
                        "CPU of a backlog",
                        "seconds per million changes, peer, its sessions in PostgreSQL and Fluss, less is better",
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
