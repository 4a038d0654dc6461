package io.gridhouse.bench.report;

import io.gridhouse.bench.peer.Checkpoints;
import io.gridhouse.bench.workload.Drain;
import io.gridhouse.bench.workload.Latency;
import io.gridhouse.bench.workload.SourceLoss;
import io.gridhouse.bench.workload.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The results as a page that a person reads. */
final class MarkdownTables {

    private static final String NOTHING = "–";
    private static final double PERCENT = 100;
    private static final String SPEED = "speed of a core";

    private final BenchReport report;
    private final Summary summary;
    private final StringBuilder page = new StringBuilder();

    MarkdownTables(BenchReport report, Summary summary) {
        this.report = report;
        this.summary = summary;
    }

    /** A column: its heading, and its cell by the name of the row. */
    private record Column(String heading, UnaryOperator<String> cell) {
        static Column of(String heading, Map<String, Spread> values) {
            return new Column(
                    heading, name -> values.containsKey(name) ? values.get(name).text() : NOTHING);
        }
    }

    String text() {
        Machine machine = report.machine();
        line("# Results of `./gridhouse bench`");
        line("");
        report.commands().forEach(command -> line("- `./gridhouse bench " + command + "`"));
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
                        + " that the peer keeps equals the oracle at its end. The speed of a core is a short sum's, steps/µs:"
                        + " only what was measured at like speeds compares.");
        targets();
        sustained();
        typed();
        snapshot();
        backlogs();
        move();
        recovery();
        source();
        variants();
        steady();
        ceilings();
        for (String chart : BenchReport.chartNames(summary)) {
            line("");
            line("![" + chart + "](" + chart + ".svg)");
        }
        misses();
        settings();
        return page.toString();
    }

    private void targets() {
        List<Target> targets = new Targets(summary).all();
        if (targets.isEmpty()) {
            return;
        }
        heading("Targets");
        row(List.of("what", "target", "measured", ""));
        rule(4);
        targets.forEach(target ->
                row(List.of(target.what(), target.asked(), target.measured(), target.met() ? "met" : "missed")));
    }

    private void sustained() {
        int lowest = summary.lowestRate();
        table(
                "Sustained load",
                "sustained",
                Column.of("changes/s kept up with", summary.sustained()),
                Column.of("the highest of those with p99 within the bound", summary.held()),
                Column.of("p50 at %,d/s, ms".formatted(lowest), summary.atRate(lowest, step -> step.latency()
                        .p50())),
                Column.of("p95", summary.atRate(lowest, step -> step.latency().p95())),
                Column.of("p99", summary.atRate(lowest, step -> step.latency().p99())),
                Column.of("p99.9", summary.atRate(lowest, step -> step.latency().p999())),
                Column.of(
                        "CPU s per million changes at that rate: peer, its sessions and Fluss",
                        summary.cpuAtRate(lowest)),
                Column.of("at the best rate: peer", summary.atBestRate(step -> step.cpu()
                        .peer())),
                Column.of("its sessions in PostgreSQL", summary.atBestRate(step -> step.cpu()
                        .postgres())),
                Column.of("Fluss", summary.atBestRate(step -> step.cpu().fluss())),
                Column.of("the source", summary.atBestRate(step -> step.cpu().source())),
                Column.of("cores taken by all", summary.atBestRate(Step::cores)),
                Column.of("checkpoints' median ms", checkpoints("sustained", Checkpoints::medianMillis)),
                Column.of("state MiB", checkpoints("sustained", Checkpoints::stateMib)));
        if (!summary.peers("sustained").isEmpty()) {
            line("");
            line(
                    "The best rate is the highest that was kept up with. 'The source' is the rest of PostgreSQL, which commits the"
                            + " load, with the triggers in it. Every rate of every round is in `results.json`.");
        }
    }

    private void typed() {
        table(
                "Single changes while nothing else happens",
                "typed",
                Column.of("p50 ms", latency(Latency::p50)),
                Column.of("p95", latency(Latency::p95)),
                Column.of("p99", latency(Latency::p99)),
                Column.of("max", latency(Latency::max)));
    }

    private Map<String, Spread> latency(Function<Latency, Double> value) {
        return summary.of(Measured::typed, value);
    }

    private void snapshot() {
        table(
                "Snapshot: from before the peer is set up until the sink shows the history",
                "snapshot",
                Column.of("s", summary.of(Measured::upSeconds, seconds -> seconds)));
    }

    private void backlogs() {
        backlog("Backlog of while it was stopped: its JVM starts", "backlog", Measured::drain);
        backlog("Backlog of while its process stood still: its JVM is warm", "stall", Measured::stall);
    }

    private void backlog(String title, String workload, Function<Measured, Drain> backlog) {
        table(
                title,
                workload,
                Column.of("changes/s", summary.of(backlog, drain -> drain.changesPerSecond())),
                Column.of("drained in s", summary.of(backlog, drain -> drain.drainSeconds())),
                Column.of("cores taken by all", summary.of(backlog, drain -> drain.cores())),
                Column.of("reads after s", summary.of(backlog, drain -> drain.restartSeconds())),
                Column.of("with CPU s", summary.of(backlog, drain -> drain.restartCpuSeconds())),
                Column.of("drained with CPU s per million changes: peer", summary.of(backlog, drain -> drain.cpu()
                        .peer())),
                Column.of("its sessions in PostgreSQL", summary.of(backlog, drain -> drain.cpu()
                        .postgres())),
                Column.of("Fluss", summary.of(backlog, drain -> drain.cpu().fluss())));
    }

    private void move() {
        table(
                "A user with many readings moves to another region",
                "move",
                Column.of("readings", summary.of(Measured::move, move -> (double) move.readings())),
                Column.of("moved after s", summary.of(Measured::move, move -> move.seconds())),
                Column.of("other regions for 5 s: p50 ms", summary.of(Measured::move, move -> move.others()
                        .p50())),
                Column.of(
                        "p99", summary.of(Measured::move, move -> move.others().p99())),
                Column.of(
                        "max", summary.of(Measured::move, move -> move.others().max())),
                Column.of("checkpoints missed", summary.of(Measured::move, move -> (double) move.missedCheckpoints())));
    }

    private void recovery() {
        table(
                "The connection to the source breaks",
                "recovery",
                Column.of("back after s", summary.of(Measured::recovery, recovery -> recovery.seconds())),
                Column.of(
                        "changes until then and for some seconds: p50 ms",
                        summary.of(Measured::recovery, recovery -> recovery.meanwhile()
                                .p50())),
                Column.of("max", summary.of(Measured::recovery, recovery -> recovery.meanwhile()
                        .max())));
    }

    private void source() {
        table(
                "What the source loses while it is read",
                "source",
                Column.of("changes/s alone", source(loss -> loss.alone().changesPerSecond())),
                Column.of("while the peer reads", source(SourceLoss::whileRead)),
                Column.of("cores that it takes then", source(loss -> loss.peer().takenCores())),
                Column.of("of the WAL read, %", source(loss -> loss.peer().readShare() * PERCENT)),
                Column.of("beside a process that reads nothing", source(loss -> loss.besidePeer()
                        .changesPerSecond())),
                Column.of("which took cores", source(loss -> loss.besidePeer().takenCores())),
                Column.of("lost beyond the CPU taken, %", source(loss -> loss.lostBeyondCpu() * PERCENT)),
                Column.of("beside a process that writes to Fluss", source(loss -> loss.besideWriting()
                        .changesPerSecond())),
                Column.of(
                        "which took cores", source(loss -> loss.besideWriting().takenCores())),
                Column.of("lost beyond that, %", source(loss -> loss.lostBeyondWork() * PERCENT)),
                Column.of("while a client reads", source(SourceLoss::whileBareRead)),
                Column.of("cores that it takes then", source(loss -> loss.bare().takenCores())),
                Column.of("of the WAL read, %", source(loss -> loss.bare().readShare() * PERCENT)),
                Column.of("lost to it beyond its CPU, %", source(loss -> loss.bareLostBeyondCpu() * PERCENT)));
    }

    private Map<String, Spread> source(Function<SourceLoss, Double> value) {
        return summary.of(Measured::source, value);
    }

    private void variants() {
        int lowest = summary.lowestRate();
        rows(
                "Other data, other state: sustained load",
                "variant",
                summary.variants(),
                new Column("", summary::describe),
                Column.of("changes/s kept up with", summary.byVariant(Summary::sustained)),
                Column.of("p99 at %,d/s, ms".formatted(lowest), summary.byVariant(run -> run.at(lowest)
                        .map(step -> step.latency().p99()))),
                Column.of("CPU s per million changes: peer", best(step -> step.cpu()
                        .peer())),
                Column.of("its sessions in PostgreSQL", best(step -> step.cpu().postgres())),
                Column.of("Fluss", best(step -> step.cpu().fluss())),
                Column.of("the source", best(step -> step.cpu().source())),
                Column.of("cores taken by all", best(Step::cores)),
                Column.of("checkpoints' median ms", summary.byVariant(run -> Stream.ofNullable(run.checkpoints())
                        .map(Checkpoints::medianMillis)
                        .findFirst())),
                Column.of("state MiB", summary.byVariant(run -> Stream.ofNullable(run.checkpoints())
                        .map(Checkpoints::stateMib)
                        .findFirst())),
                Column.of(SPEED, summary.byVariant(run -> Optional.ofNullable(run.speed()))),
                Column.of("live heap MiB", summary.byVariant(run -> Optional.ofNullable(run.liveHeapMib()))),
                Column.of("peak memory so far, MiB", summary.byVariant(run -> Stream.of(run.peakMemoryMib())
                        .findFirst())),
                new Column("equal to the oracle", name -> summary.counted(name) + " runs"));
    }

    private Map<String, Spread> best(Function<Step, Double> value) {
        return summary.byVariant(run -> run.best().map(value));
    }

    private void steady() {
        table(
                "A long even load",
                "steady",
                Column.of("changes/s", summary.of(Measured::steadiness, steady -> steady.changesPerSecond())),
                Column.of("minutes", summary.of(Measured::steadiness, steady -> steady.minutes())),
                Column.of("live heap at its end, MiB", summary.of(Measured::steadiness, steady -> steady.lastMib())),
                Column.of(
                        "growth in its second half, MiB per hour",
                        summary.of(Measured::steadiness, steady -> steady.growthMibPerHour())),
                Column.of(
                        "standard error", summary.of(Measured::steadiness, steady -> steady.growthErrorMibPerHour())));
    }

    private void ceilings() {
        Map<String, Spread> ceilings = summary.ceilings();
        rows(
                "Ceilings: one part alone",
                "part",
                List.copyOf(ceilings.keySet()),
                Column.of("rows/s", ceilings),
                Column.of(SPEED, summary.ceilingSpeeds()));
    }

    private Map<String, Spread> checkpoints(String workload, Function<Checkpoints, Double> value) {
        return summary.checkpoints(workload, value);
    }

    /** A table of a workload: one row per peer, its columns, memory, and how many runs count. */
    private void table(String heading, String workload, Column... columns) {
        Stream<Column> all = Stream.concat(
                Stream.of(columns),
                Stream.of(
                        Column.of(SPEED, summary.speed(workload)),
                        Column.of("live heap MiB", summary.liveHeap(workload)),
                        Column.of("peak memory so far, MiB", summary.memory(workload)),
                        new Column("equal to the oracle", peer -> summary.counted(peer, workload) + " runs")));
        rows(heading, "peer", summary.peers(workload), all.toArray(Column[]::new));
    }

    private void rows(String heading, String what, List<String> names, Column... columns) {
        if (names.isEmpty()) {
            return;
        }
        heading(heading);
        row(Stream.concat(Stream.of(what), Stream.of(columns).map(Column::heading))
                .toList());
        rule(columns.length + 1);
        for (String name : names) {
            row(Stream.concat(Stream.of(name), Stream.of(columns).map(column -> column.cell.apply(name)))
                    .toList());
        }
    }

    private void misses() {
        List<String> lines = new ArrayList<>();
        for (RunResult run : report.runs()) {
            String where = "- %s, %s, %s, round %d: ".formatted(run.peer(), run.variant(), run.workload(), run.round());
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

    private void heading(String text) {
        line("");
        line("## " + text);
        line("");
    }

    private void row(List<String> cells) {
        line("| " + String.join(" | ", cells) + " |");
    }

    private void rule(int columns) {
        line("|---".repeat(columns) + "|");
    }

    private void line(String text) {
        page.append(text).append('\n');
    }
}
