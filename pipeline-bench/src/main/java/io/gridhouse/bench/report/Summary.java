package io.gridhouse.bench.report;

import io.gridhouse.bench.peer.Checkpoints;
import io.gridhouse.bench.workload.Step;
import io.gridhouse.bench.workload.Variant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** The rounds of each peer, or of each variant, taken together. Runs that do not count are left out. */
final class Summary {

    private final List<RunResult> runs;
    private final List<CeilingResult> ceilings;

    Summary(List<RunResult> runs, List<CeilingResult> ceilings) {
        this.runs = runs;
        this.ceilings = ceilings;
    }

    /** Peers that took part in a workload on the options' own data, whether or not they count. */
    List<String> peers(String workload) {
        return runs.stream()
                .filter(run -> run.workload().equals(workload) && isBase(run))
                .map(RunResult::peer)
                .distinct()
                .toList();
    }

    /** Peers on variants that were run. */
    List<String> variants() {
        return runs.stream()
                .filter(run -> !isBase(run))
                .map(Summary::onVariant)
                .distinct()
                .toList();
    }

    /** The name of a peer on a variant. */
    static String onVariant(String peer, Variant variant) {
        return peer + ", " + variant.label();
    }

    private static String onVariant(RunResult run) {
        return onVariant(run.peer(), Variant.named(run.variant()));
    }

    /** What is different on the variant of such a name. */
    String describe(String name) {
        return runs.stream()
                .filter(run -> onVariant(run).equals(name))
                .map(run -> Variant.named(run.variant()).description())
                .findFirst()
                .orElseThrow();
    }

    /** Runs of a workload that count, and all of them. */
    String counted(String peer, String workload) {
        return counted(
                run -> isBase(run) && run.peer().equals(peer) && run.workload().equals(workload));
    }

    /** Runs of a peer on a variant that count, and all of them. */
    String counted(String name) {
        return counted(run -> onVariant(run).equals(name));
    }

    private String counted(Predicate<RunResult> which) {
        List<RunResult> all = runs.stream().filter(which).toList();
        return all.stream().filter(RunResult::counts).count() + " of " + all.size();
    }

    /** Something that a workload told, by peer. */
    <T> Map<String, Spread> of(Function<Measured, T> part, Function<T, Double> value) {
        return byPeer(run -> Optional.ofNullable(part.apply(run.measured())).map(value));
    }

    /** The highest rate that a peer kept up with, as it was really committed; 0 for a round in which there was none. */
    Map<String, Spread> sustained() {
        return byPeer(Summary::sustained);
    }

    /** The highest rate that was held within the bound, in the same way. */
    Map<String, Spread> held() {
        return byPeer(run -> committed(run, Step::held));
    }

    /** Something at the highest rate that was kept up with, by peer. */
    Map<String, Spread> atBestRate(Function<Step, Double> value) {
        return byPeer(run -> run.best().map(value));
    }

    /** Something at a rate, by peer. */
    Map<String, Spread> atRate(int rate, Function<Step, Double> value) {
        return byPeer(run -> run.at(rate).map(value));
    }

    /** CPU seconds per million changes at a rate that a peer kept up with, by peer: one that falls behind does less than its share. */
    Map<String, Spread> cpuAtRate(int rate) {
        return byPeer(
                run -> run.at(rate).filter(Step::keptUp).map(step -> step.cpu().total()));
    }

    /** The lowest rate of the options, which every run begins with; 0 when there is none. */
    int lowestRate() {
        return runs.stream()
                .map(run -> run.measured().steps())
                .filter(steps -> steps != null && !steps.isEmpty())
                .mapToInt(steps -> steps.get(0).rate())
                .findFirst()
                .orElse(0);
    }

    /** The most memory in a workload, by peer. */
    Map<String, Spread> memory(String workload) {
        return byPeer(
                run -> run.workload().equals(workload) ? Optional.of(run.peakMemoryMib()) : Optional.<Double>empty());
    }

    /** How fast a core was in a workload, by peer. */
    Map<String, Spread> speed(String workload) {
        return byPeer(
                run -> run.workload().equals(workload) ? Optional.ofNullable(run.speed()) : Optional.<Double>empty());
    }

    /** What was live on the heap at the end of a workload, by peer. */
    Map<String, Spread> liveHeap(String workload) {
        return byPeer(run ->
                run.workload().equals(workload) ? Optional.ofNullable(run.liveHeapMib()) : Optional.<Double>empty());
    }

    /** Something of the checkpoints until a workload's end, by peer. */
    Map<String, Spread> checkpoints(String workload, Function<Checkpoints, Double> value) {
        return byPeer(run -> run.workload().equals(workload)
                ? Optional.ofNullable(run.checkpoints()).map(value)
                : Optional.empty());
    }

    /** Something of the runs that have it, by {@link #onVariant}. */
    Map<String, Spread> byVariant(Function<RunResult, Optional<Double>> value) {
        return spreads(run -> !isBase(run), Summary::onVariant, value);
    }

    /** The highest rate that was kept up with in a run; empty when the workload has no rates. */
    static Optional<Double> sustained(RunResult run) {
        return committed(run, Step::keptUp);
    }

    private static Optional<Double> committed(RunResult run, Predicate<Step> which) {
        return run.measured().steps() == null
                ? Optional.empty()
                : Optional.of(run.best(which).map(Step::changesPerSecond).orElse(0.0));
    }

    /** Rows per second of each part alone. */
    Map<String, Spread> ceilings() {
        Map<String, List<Double>> values = new LinkedHashMap<>();
        ceilings.forEach(ceiling -> values.computeIfAbsent(ceiling.name(), name -> new ArrayList<>())
                .add(ceiling.rowsPerSecond()));
        return spreads(values);
    }

    /** How fast a core was meanwhile, by part. */
    Map<String, Spread> ceilingSpeeds() {
        Map<String, List<Double>> values = new LinkedHashMap<>();
        ceilings.stream().filter(ceiling -> ceiling.speed() != null).forEach(ceiling -> values.computeIfAbsent(
                        ceiling.name(), name -> new ArrayList<>())
                .add(ceiling.speed()));
        return spreads(values);
    }

    private Map<String, Spread> byPeer(Function<RunResult, Optional<Double>> value) {
        return spreads(Summary::isBase, RunResult::peer, value);
    }

    private Map<String, Spread> spreads(
            Predicate<RunResult> which, Function<RunResult, String> name, Function<RunResult, Optional<Double>> value) {
        Map<String, List<Double>> values = new LinkedHashMap<>();
        runs.stream().filter(RunResult::counts).filter(which).forEach(run -> value.apply(run)
                .ifPresent(number -> values.computeIfAbsent(name.apply(run), key -> new ArrayList<>())
                        .add(number)));
        return spreads(values);
    }

    private static Map<String, Spread> spreads(Map<String, List<Double>> values) {
        Map<String, Spread> spreads = new LinkedHashMap<>();
        values.forEach((name, numbers) -> spreads.put(name, Spread.of(numbers)));
        return spreads;
    }

    private static boolean isBase(RunResult run) {
        return run.variant().equals(Variant.BASE.label());
    }
}
