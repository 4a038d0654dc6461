package io.gridhouse.bench.report;

import io.gridhouse.bench.workload.Drain;
import io.gridhouse.bench.workload.Move;
import io.gridhouse.bench.workload.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** The rounds of each peer taken together. Runs that do not count are left out. */
final class Summary {

    private final List<RunResult> runs;
    private final List<CeilingResult> ceilings;

    Summary(List<RunResult> runs, List<CeilingResult> ceilings) {
        this.runs = runs;
        this.ceilings = ceilings;
    }

    /** Peers that took part in a workload, whether or not they count. */
    List<String> peers(String workload) {
        return runs.stream()
                .filter(run -> run.workload().equals(workload))
                .map(RunResult::peer)
                .distinct()
                .toList();
    }

    /** Runs of a workload that count, and all of them. */
    String counted(String peer, String workload) {
        List<RunResult> all = runs.stream()
                .filter(run -> run.peer().equals(peer) && run.workload().equals(workload))
                .toList();
        return all.stream().filter(RunResult::counts).count() + " of " + all.size();
    }

    /** The highest rate that was held, as it was really committed; 0 for a round in which none was. */
    Map<String, Spread> sustained() {
        return spreads(run -> run.steps() == null
                ? Optional.empty()
                : Optional.of(run.best().map(Step::changesPerSecond).orElse(0.0)));
    }

    /** Something at the highest rate that was held. */
    Map<String, Spread> atBestRate(ToDoubleFunction<Step> value) {
        return spreads(run -> run.best().map(value::applyAsDouble));
    }

    /** Something at the lowest rate. */
    Map<String, Spread> atLowestRate(ToDoubleFunction<Step> value) {
        return spreads(run -> run.steps() == null
                ? Optional.empty()
                : run.steps().stream().findFirst().map(value::applyAsDouble));
    }

    /** Something of the drain. */
    Map<String, Spread> drains(ToDoubleFunction<Drain> value) {
        return spreads(run -> Optional.ofNullable(run.drain()).map(value::applyAsDouble));
    }

    /** Something of the move. */
    Map<String, Spread> moves(ToDoubleFunction<Move> value) {
        return spreads(run -> Optional.ofNullable(run.move()).map(value::applyAsDouble));
    }

    /** Seconds until the sink showed the history. */
    Map<String, Spread> up(String workload) {
        return spreads(
                run -> run.workload().equals(workload) ? Optional.ofNullable(run.upSeconds()) : Optional.empty());
    }

    /** The most memory in a workload. */
    Map<String, Spread> memory(String workload) {
        return spreads(
                run -> run.workload().equals(workload) ? Optional.of(run.peakMemoryMib()) : Optional.<Double>empty());
    }

    /** Rows per second of each part alone. */
    Map<String, Spread> ceilings() {
        Map<String, List<Double>> values = new LinkedHashMap<>();
        ceilings.forEach(ceiling -> values.computeIfAbsent(ceiling.name(), name -> new ArrayList<>())
                .add(ceiling.rowsPerSecond()));
        return spreads(values);
    }

    private Map<String, Spread> spreads(Function<RunResult, Optional<Double>> value) {
        Map<String, List<Double>> values = new LinkedHashMap<>();
        runs.stream().filter(RunResult::counts).forEach(run -> value.apply(run)
                .ifPresent(number -> values.computeIfAbsent(run.peer(), peer -> new ArrayList<>())
                        .add(number)));
        return spreads(values);
    }

    private static Map<String, Spread> spreads(Map<String, List<Double>> values) {
        Map<String, Spread> spreads = new LinkedHashMap<>();
        values.forEach((name, numbers) -> spreads.put(name, Spread.of(numbers)));
        return spreads;
    }
}
