package io.gridhouse.bench.report;

import io.gridhouse.bench.workload.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The results as a page that a person reads. */
final class MarkdownTables {

    private static final String NOTHING = "–";

    private final BenchReport report;
    private final Summary summary;
    private final StringBuilder page = new StringBuilder();

    MarkdownTables(BenchReport report, Summary summary) {
        this.report = report;
        this.summary = summary;
    }

    String text() {
        Machine machine = report.machine();
        line("# Results of `./gridhouse bench`");
        line("");
        line("%d cores (%s), %,d MiB, %s, %s. %s."
                .formatted(
                        machine.cores(),
                        machine.processor(),
                        machine.memoryMib(),
                        machine.system(),
                        machine.java(),
                        report.versions().entrySet().stream()
                                .map(version -> version.getKey() + " " + version.getValue())
                                .collect(Collectors.joining(", "))));
        line("");
        line(
                "Medians of the rounds; with several rounds the least and the greatest in brackets. Latency is measured outside"
                        + " the peer, from before a commit at the source until the sink's row shows it. A run counts when everything"
                        + " that the peer keeps equals the oracle at its end.");
        sustained();
        backlog();
        snapshot();
        move();
        ceilings();
        for (String chart : BenchReport.chartNames(summary)) {
            line("");
            line("![" + chart + "](" + chart + ".svg)");
        }
        misses();
        settings();
        return page.toString();
    }

    private void sustained() {
        List<String> peers = summary.peers("sustained");
        if (peers.isEmpty()) {
            return;
        }
        int lowest = report.runs().stream()
                .filter(run -> run.steps() != null && !run.steps().isEmpty())
                .mapToInt(run -> run.steps().get(0).rate())
                .min()
                .orElse(0);
        heading("Sustained load");
        row(
                "peer",
                "changes/s held",
                String.format(Locale.ROOT, "p50 at %,d/s", lowest),
                "p95",
                "p99",
                "p99.9 ms",
                "CPU s per million changes: peer",
                "PostgreSQL",
                "Fluss",
                "peak memory MiB",
                "equal to the oracle");
        rule(11);
        for (String peer : peers) {
            row(
                    peer,
                    text(summary.sustained(), peer),
                    lowest(peer, step -> step.latency().p50()),
                    lowest(peer, step -> step.latency().p95()),
                    lowest(peer, step -> step.latency().p99()),
                    lowest(peer, step -> step.latency().p999()),
                    best(peer, step -> step.cpu().peer()),
                    best(peer, step -> step.cpu().postgres()),
                    best(peer, step -> step.cpu().fluss()),
                    text(summary.memory("sustained"), peer),
                    summary.counted(peer, "sustained") + " runs");
        }
        line("");
        line("CPU is that of the highest rate that was held.");
    }

    private void backlog() {
        List<String> peers = summary.peers("backlog");
        if (peers.isEmpty()) {
            return;
        }
        heading("Backlog");
        row(
                "peer",
                "changes/s",
                "drained in s",
                "restarted in s",
                "CPU s per million changes: peer",
                "PostgreSQL",
                "Fluss",
                "peak memory MiB",
                "equal to the oracle");
        rule(9);
        for (String peer : peers) {
            row(
                    peer,
                    text(summary.drains(drain -> drain.changesPerSecond()), peer),
                    text(summary.drains(drain -> drain.drainSeconds()), peer),
                    text(summary.drains(drain -> drain.restartSeconds()), peer),
                    text(summary.drains(drain -> drain.cpu().peer()), peer),
                    text(summary.drains(drain -> drain.cpu().postgres()), peer),
                    text(summary.drains(drain -> drain.cpu().fluss()), peer),
                    text(summary.memory("backlog"), peer),
                    summary.counted(peer, "backlog") + " runs");
        }
    }

    private void snapshot() {
        List<String> peers = summary.peers("snapshot");
        if (peers.isEmpty()) {
            return;
        }
        heading("Snapshot: from the start until the sink shows the history");
        row("peer", "s", "peak memory MiB", "equal to the oracle");
        rule(4);
        for (String peer : peers) {
            row(
                    peer,
                    text(summary.up("snapshot"), peer),
                    text(summary.memory("snapshot"), peer),
                    summary.counted(peer, "snapshot") + " runs");
        }
    }

    private void move() {
        List<String> peers = summary.peers("move");
        if (peers.isEmpty()) {
            return;
        }
        heading("A user with many readings moves to another region");
        row(
                "peer",
                "readings",
                "moved after s",
                "other regions meanwhile: p50 ms",
                "p99",
                "max",
                "peak memory MiB",
                "equal to the oracle");
        rule(8);
        for (String peer : peers) {
            row(
                    peer,
                    text(summary.moves(move -> move.readings()), peer),
                    text(summary.moves(move -> move.seconds()), peer),
                    text(summary.moves(move -> move.others().p50()), peer),
                    text(summary.moves(move -> move.others().p99()), peer),
                    text(summary.moves(move -> move.others().max()), peer),
                    text(summary.memory("move"), peer),
                    summary.counted(peer, "move") + " runs");
        }
    }

    private void ceilings() {
        Map<String, Spread> ceilings = summary.ceilings();
        if (ceilings.isEmpty()) {
            return;
        }
        heading("Ceilings: one part alone");
        row("part", "rows/s");
        rule(2);
        ceilings.forEach((name, rows) -> row(name, rows.text()));
    }

    private void misses() {
        List<String> lines = new ArrayList<>();
        for (RunResult run : report.runs()) {
            String where = "- " + run.peer() + ", " + run.workload() + ", round " + run.round() + ": ";
            if (run.failure() != null) {
                lines.add(where + run.failure());
            } else if (!run.equal()) {
                lines.add(where + String.join("; ", run.differences()));
            }
        }
        if (!lines.isEmpty()) {
            heading("Runs that do not count");
            lines.forEach(this::line);
        }
    }

    private void settings() {
        heading("Settings");
        report.settings().forEach((name, value) -> line("- " + name + ": `" + value + "`"));
    }

    private String lowest(String peer, ToDoubleFunction<Step> value) {
        return text(summary.atLowestRate(value), peer);
    }

    private String best(String peer, ToDoubleFunction<Step> value) {
        return text(summary.atBestRate(value), peer);
    }

    private static String text(Map<String, Spread> spreads, String peer) {
        return spreads.containsKey(peer) ? spreads.get(peer).text() : NOTHING;
    }

    private void heading(String text) {
        line("");
        line("## " + text);
        line("");
    }

    private void row(String... cells) {
        line("| " + String.join(" | ", cells) + " |");
    }

    private void rule(int columns) {
        line("|---".repeat(columns) + "|");
    }

    private void line(String text) {
        page.append(text).append('\n');
    }
}
