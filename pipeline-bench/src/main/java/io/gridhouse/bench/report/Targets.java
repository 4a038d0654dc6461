package io.gridhouse.bench.report;

import io.gridhouse.bench.peer.PeerKind;
import io.gridhouse.bench.workload.Drain;
import io.gridhouse.bench.workload.Variant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What the warehouse is to reach on two cores, with everything on one machine; only what the runs can tell is listed. */
final class Targets {

    private static final String SINGLE = PeerKind.GRIDHOUSE.label();
    private static final String LAYERED = PeerKind.GRIDHOUSE_LAYERED.label();
    private static final String SQL = PeerKind.FLINK_SQL.label();

    /** The bare capture, of {@code CdcCeiling}. */
    private static final String CAPTURE = "cdc-stream";

    /** At which latencies are asked for. */
    private static final int RATE = 1_000;

    /** 20,000 changes/s, less what the ends of the measured time cut off. */
    private static final double SUSTAINED = 20_000 * 0.995;

    private static final double PERCENT = 100;

    private final Summary summary;
    private final List<Target> targets = new ArrayList<>();

    Targets(Summary summary) {
        this.summary = summary;
    }

    List<Target> all() {
        sustained();
        cpu();
        backlog();
        latencies();
        history();
        move();
        source();
        steady();
        return List.copyOf(targets);
    }

    private void sustained() {
        Map<String, Spread> sustained = summary.sustained();
        rate("sustained changes/s, mixed load, one job: kept up with", sustained.get(SINGLE));
        rate("the same with p99 within the bound", summary.held().get(SINGLE));
        rate(
                "kept up with in commits of 100 rows",
                summary.byVariant(Summary::sustained).get(on(Variant.COMMITS_100)));
        both(
                sustained,
                (single, sql) -> add(
                        "sustained changes/s beside Flink SQL, both kept up with",
                        "at least 3 times",
                        sql > 0 ? "%.1f times" : "Flink SQL kept up with none of the rates",
                        single / Math.max(sql, 1),
                        single >= 3 * sql && single > 0));
    }

    /** Met when it was in every round. */
    private void rate(String what, Spread rates) {
        if (rates != null) {
            targets.add(new Target(what, "at least 20,000", rates.text(), rates.least() >= SUSTAINED));
        }
    }

    private static String on(Variant variant) {
        return Summary.onVariant(SINGLE, variant);
    }

    private void cpu() {
        both(
                summary.cpuAtRate(RATE),
                (single, sql) -> addShare("CPU per change at 1,000/s, beside Flink SQL", single / sql));
        both(
                summary.of(Measured::drain, drain -> drain.cpu().total()),
                (single, sql) -> addShare("CPU per change of a backlog, beside Flink SQL", single / sql));
    }

    private void addShare(String what, double share) {
        add(what, "at most 1/3", "%.2f", share, share <= 1.0 / 3);
    }

    private void backlog() {
        share("drain of a backlog by a JVM that starts, of the bare capture's rate", Measured::drain);
        share("drain of a backlog by a JVM that is warm, of the bare capture's rate", Measured::stall);
    }

    private void share(String what, Function<Measured, Drain> backlog) {
        Optional<Double> drain = value(summary.of(backlog, part -> part.changesPerSecond()), SINGLE);
        Optional<Double> capture = value(summary.ceilings(), CAPTURE);
        if (drain.isPresent() && capture.isPresent()) {
            double share = drain.get() / capture.get();
            add(what, "at least 50 %", "%.0f %%", share * PERCENT, share >= 0.5);
        }
    }

    private void latencies() {
        Map<String, Spread> p99 = summary.atRate(RATE, step -> step.latency().p99());
        millis("p99 from commit to sink at 1,000/s, one job", value(p99, SINGLE), 100);
        millis("p99 from commit to sink at 1,000/s, one job per layer", value(p99, LAYERED), 250);
        millis(
                "p99 of a single change while nothing else happens",
                value(summary.of(Measured::typed, typed -> typed.p99()), SINGLE),
                30);
    }

    private void history() {
        // Where the source commits least: what costs by time and size, such as checkpoints, is dearest per change
        // there.
        int rate = summary.lowestRate();
        Map<String, Spread> cpu =
                summary.byVariant(run -> run.at(rate).map(step -> step.cpu().total()));
        Optional<Double> small = value(cpu, on(Variant.HISTORY_100K));
        Optional<Double> large = value(cpu, on(Variant.HISTORY_1M));
        if (small.isPresent() && large.isPresent()) {
            double growth = large.get() / small.get();
            add(
                    "CPU per change at the lowest rate when the history grows from 100,000 to 1,000,000",
                    "at most 1.2 times",
                    "%.2f times",
                    growth,
                    growth <= 1.2);
        }
    }

    private void move() {
        millis(
                "p99 of others while a user with many readings moves",
                value(summary.of(Measured::move, move -> move.others().p99()), SINGLE),
                1_000);
        Optional.ofNullable(summary.of(Measured::move, move -> (double) move.missedCheckpoints())
                        .get(SINGLE))
                .map(Spread::greatest)
                .ifPresent(missed -> add("checkpoints missed meanwhile", "none", "%.0f", missed, missed == 0));
    }

    private void source() {
        value(summary.of(Measured::source, source -> source.lostBeyondCpu() * PERCENT), SINGLE)
                .ifPresent(lost -> add(
                        "changes/s that the source loses beyond the CPU taken",
                        "at most 5 %",
                        "%.1f %%",
                        lost,
                        lost <= 5));
    }

    /** Twice the standard error is what a line through samples of a heap that stays may rise by chance. */
    private void steady() {
        Optional<Double> growth = value(
                summary.of(
                        Measured::steadiness,
                        steady -> (steady.growthMibPerHour() - 2 * steady.growthErrorMibPerHour())
                                / steady.lastMib()
                                * PERCENT),
                SINGLE);
        growth.ifPresent(percent -> add(
                "growth of the heap under an even load, less twice its standard error",
                "none: below 1 % per hour",
                "%.1f %%",
                percent,
                percent < 1));
    }

    private void millis(String what, Optional<Double> value, double atMost) {
        value.ifPresent(
                millis -> add(what, "at most %,.0f ms".formatted(atMost), "%,.0f ms", millis, millis <= atMost));
    }

    private void add(String what, String asked, String format, double measured, boolean met) {
        targets.add(new Target(what, asked, String.format(Locale.ROOT, format, measured), met));
    }

    @FunctionalInterface
    private interface Comparison {
        void of(double single, double sql);
    }

    private static void both(Map<String, Spread> values, Comparison comparison) {
        if (values.containsKey(SINGLE) && values.containsKey(SQL)) {
            comparison.of(values.get(SINGLE).median(), values.get(SQL).median());
        }
    }

    private static Optional<Double> value(Map<String, Spread> values, String name) {
        return Optional.ofNullable(values.get(name)).map(Spread::median);
    }
}
