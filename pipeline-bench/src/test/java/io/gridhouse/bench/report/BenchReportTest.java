package io.gridhouse.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gridhouse.bench.peer.Checkpoints;
import io.gridhouse.bench.workload.CpuShare;
import io.gridhouse.bench.workload.Drain;
import io.gridhouse.bench.workload.Latency;
import io.gridhouse.bench.workload.Move;
import io.gridhouse.bench.workload.SourceLoss;
import io.gridhouse.bench.workload.SourceLoss.Part;
import io.gridhouse.bench.workload.Step;
import io.gridhouse.bench.workload.Step.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchReportTest {

    @TempDir
    private Path folder;

    @Test
    void theHighestRateThatWasKeptUpWithIsTheResult() {
        RunResult run = sustained(
                "a", 1, true, step(1_000, Verdict.HELD), step(2_000, Verdict.LAGGED), step(1_500, Verdict.LATE));

        assertThat(run.best()).map(Step::rate).hasValue(1_500);
    }

    @Test
    void aRoundInWhichNoRateWasKeptUpWithCountsAsZero() {
        Summary summary = new Summary(
                List.of(
                        sustained("a", 1, true, step(1_000, Verdict.LAGGED)),
                        sustained("a", 2, true, step(1_000, Verdict.HELD))),
                List.of());

        assertThat(summary.sustained().get("a")).isEqualTo(new Spread(500, 0, 1_000, 2));
    }

    @Test
    void aRateThatIsKeptUpWithTooLateIsNotHeld() {
        Summary summary = new Summary(
                List.of(sustained("a", 1, true, step(1_000, Verdict.HELD), step(2_000, Verdict.LATE))), List.of());

        assertThat(summary.sustained().get("a").median()).isEqualTo(2_000);
        assertThat(summary.held().get("a").median()).isEqualTo(1_000);
    }

    @Test
    void aRunThatEndsUnequalDoesNotCount() throws Exception {
        report(sustained("a", 1, true, step(1_000, Verdict.HELD)), sustained("b", 1, false, step(9_000, Verdict.HELD)))
                .write(folder);

        assertThat(Files.readString(folder.resolve("results.md")))
                .contains("| a | 1,000 |")
                .contains("1 of 1 runs")
                .contains("| b | – |")
                .contains("0 of 1 runs")
                .contains("- b, base, sustained, round 1: t differs");
        assertThat(Files.readString(folder.resolve("sustained.svg")))
                .contains(">a<")
                .doesNotContain(">b<");
    }

    @Test
    void ratesThatAreKeptUpWithButLateHaveAChartOfTheirOwn() throws Exception {
        report(sustained("a", 1, true, step(1_000, Verdict.HELD), step(2_000, Verdict.LATE)))
                .write(folder);

        assertThat(Files.readString(folder.resolve("sustained.svg"))).contains(">2,000<");
        assertThat(Files.readString(folder.resolve("held.svg"))).contains(">1,000<");
    }

    @Test
    void aRunThatFailedIsNamed() throws Exception {
        report(RunResult.failed("a", "base", "backlog", 2, "the job ended")).write(folder);

        assertThat(Files.readString(folder.resolve("results.md")))
                .contains("- a, base, backlog, round 2: the job ended");
    }

    @Test
    void theJsonHoldsEveryRound() throws Exception {
        RunResult drained = run(
                "a",
                "backlog",
                true,
                Measured.of(new Drain(500_000, 9, 12, 20, 25_000, new CpuShare(1, 2, 3, 4, 5), 1.9)));
        report(drained, sustained("a", 1, true, step(1_000, Verdict.HELD))).write(folder);

        JsonNode json =
                new ObjectMapper().readTree(folder.resolve("results.json").toFile());

        assertThat(json.at("/machine/cores").intValue()).isEqualTo(2);
        assertThat(json.at("/runs/0/measured/drain/changes_per_second").intValue())
                .isEqualTo(25_000);
        assertThat(json.at("/runs/0/measured/steps").isMissingNode()).isTrue();
        assertThat(json.at("/runs/1/measured/steps/0/latency/p999").doubleValue())
                .isEqualTo(40);
        assertThat(json.at("/runs/1/measured/steps/0/verdict").textValue()).isEqualTo("HELD");
    }

    @Test
    void aReportIsAddedToWhatWasMeasuredBefore() throws Exception {
        Measured drained = Measured.of(new Drain(500_000, 9, 12, 20, 25_000, new CpuShare(1, 2, 3, 4, 5), 1.9));
        report("--peers a", Map.of("backlog", 1), run("a", "backlog", true, drained), failed("a"))
                .write(folder);
        BenchReport earlier = BenchReport.read(folder).orElseThrow();

        BenchReport both = report(
                        "--peers b --add", Map.of("backlog", 1, "peer b", "x"), run("b", "backlog", true, drained))
                .after(earlier);

        assertThat(earlier.runs()).containsExactly(run("a", "backlog", true, drained), failed("a"));
        assertThat(both.commands()).containsExactly("--peers a", "--peers b --add");
        assertThat(both.settings()).isEqualTo(Map.of("backlog", 1, "peer b", "x"));
        assertThat(both.runs()).extracting(RunResult::peer).containsExactly("a", "a", "b");
        assertThat(both.ceilings()).hasSize(2);
    }

    @Test
    void reportsOfOtherConditionsAreNotAdded() {
        BenchReport earlier = report("--backlog 1", Map.of("backlog", 1));
        BenchReport now = report("--backlog 2 --add", Map.of("backlog", 2));

        assertThatThrownBy(() -> now.after(earlier))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("another backlog: 1 there, 2 now");
    }

    @Test
    void whereNothingWasMeasuredThereIsNoReport() throws Exception {
        assertThat(BenchReport.read(folder)).isEmpty();
    }

    @Test
    void aMoveAndASnapshotHaveTheirTables() throws Exception {
        Move move = new Move(100_000, 4.5, 0, new Latency(300, 10, 20, 30, 40, 50));
        report(run("a", "move", true, Measured.of(move)), run("a", "snapshot", true, Measured.of(61.0)))
                .write(folder);

        assertThat(Files.readString(folder.resolve("results.md")))
                .contains("| a | 100,000 | 4.5 | 10.0 | 30.0 | 50.0 | 0.0 | 250 | 140 | 900 | 1 of 1 runs |")
                .contains("| a | 61.0 | 250 | 140 | 900 | 1 of 1 runs |");
    }

    @Test
    void aVariantHasItsOwnTableAndStaysOutOfThePeers() throws Exception {
        report(
                        sustained("gridhouse", 1, true, step(1_000, Verdict.HELD)),
                        run(
                                "gridhouse",
                                "inserts",
                                "sustained",
                                1,
                                true,
                                Measured.of(List.of(step(9_000, Verdict.HELD)))))
                .write(folder);

        assertThat(Files.readString(folder.resolve("results.md")))
                .contains("| gridhouse | 1,000 | 1,000 | 10.0 |")
                .contains(
                        "| gridhouse, inserts | 100/0/0: inserts only | 9,000 | – | 1.0 | 2.0 | 3.0 | 4.0 | 1.5 | 300 | 42.0 | 250 | 140 | 900 |");
    }

    @Test
    void targetsAreMetOrMissed() throws Exception {
        report(
                        sustained("gridhouse", 1, true, step(1_000, Verdict.HELD), step(4_000, Verdict.HELD)),
                        sustained("gridhouse", 2, true, step(1_000, Verdict.HELD), step(4_000, Verdict.HELD)),
                        sustained("flink-sql", 1, true, step(1_000, Verdict.HELD)),
                        run(
                                "gridhouse",
                                "source",
                                true,
                                Measured.of(new SourceLoss(
                                        part(10_000),
                                        part(4_000),
                                        part(5_000),
                                        part(4_200),
                                        part(4_000),
                                        part(4_500),
                                        part(6_000),
                                        part(4_500)))))
                .write(folder);

        assertThat(Files.readString(folder.resolve("results.md")))
                .contains(
                        "| sustained changes/s, mixed load, one job: kept up with | at least 20,000 | 4,000 (4,000–4,000) | missed |")
                .contains(
                        "| sustained changes/s beside Flink SQL, both kept up with | at least 3 times | 4.0 times | met |")
                .contains("| CPU per change at 1,000/s, beside Flink SQL | at most 1/3 | 1.00 | missed |")
                .contains("| p99 from commit to sink at 1,000/s, one job | at most 100 ms | 30 ms | met |")
                .contains("| changes/s that the source loses beyond the CPU taken | at most 5 % | 20.0 % | missed |");
    }

    /** The median of both rounds would do. */
    @Test
    void aRateIsReachedWhenEachRoundReachesIt() throws Exception {
        report(
                        sustained("gridhouse", 1, true, step(16_000, Verdict.HELD)),
                        sustained("gridhouse", 2, true, step(30_000, Verdict.HELD)))
                .write(folder);

        assertThat(Files.readString(folder.resolve("results.md")))
                .contains("one job: kept up with | at least 20,000 | 23,000 (16,000–30,000) | missed |");
    }

    @Test
    void costsOfHistoriesCompareAtTheLowestRate() throws Exception {
        report(
                        run(
                                "gridhouse",
                                "history-100k",
                                "sustained",
                                1,
                                true,
                                Measured.of(List.of(step(1_000, 50), step(4_000, 40)))),
                        run(
                                "gridhouse",
                                "history-1m",
                                "sustained",
                                1,
                                true,
                                Measured.of(List.of(step(1_000, 55), step(4_000, 44)))))
                .write(folder);

        assertThat(Files.readString(folder.resolve("results.md"))).contains("| at most 1.2 times | 1.10 times | met |");
    }

    @Test
    void aChartThatHasNothingToShowAnyMoreGoes() throws Exception {
        report(sustained("a", 1, true, step(1_000, Verdict.HELD))).write(folder);
        report(sustained("a", 1, false, step(1_000, Verdict.HELD))).write(folder);

        assertThat(folder.resolve("sustained.svg")).doesNotExist();
    }

    private static BenchReport report(RunResult... runs) {
        return report("--quick", Map.of("backlog", 1), runs);
    }

    private static BenchReport report(String command, Map<String, Object> settings, RunResult... runs) {
        return new BenchReport(
                List.of(command),
                new Machine(2, 1_024, "processor", "system", "java"),
                Map.of("Flink", "2.2.0"),
                settings,
                List.of(runs),
                List.of(new CeilingResult("cdc-stream", 1, 100, 2, 240.0)));
    }

    private static Part part(double changesPerSecond) {
        return new Part(changesPerSecond, 1, 1, 1);
    }

    private static RunResult failed(String peer) {
        return RunResult.failed(peer, "base", "backlog", 2, "the job ended");
    }

    private static RunResult sustained(String peer, int round, boolean equal, Step... steps) {
        return run(peer, "base", "sustained", round, equal, Measured.of(List.of(steps)));
    }

    private static RunResult run(String peer, String workload, boolean equal, Measured measured) {
        return run(peer, "base", workload, 1, equal, measured);
    }

    private static RunResult run(
            String peer, String variant, String workload, int round, boolean equal, Measured measured) {
        return new RunResult(
                peer,
                variant,
                workload,
                round,
                equal,
                10,
                equal ? List.of() : List.of("t differs"),
                900,
                140.0,
                250.0,
                new Checkpoints(7, 1, 300, 500, 42),
                measured,
                null);
    }

    private static Step step(int rate, Verdict verdict) {
        return new Step(
                rate, rate, new Latency(1_000, 10, 20, 30, 40, 50), 0, new CpuShare(1, 2, 3, 4, 5), 1.5, 0, verdict);
    }

    private static Step step(int rate, double cpu) {
        return new Step(
                rate,
                rate,
                new Latency(1_000, 10, 20, 30, 40, 50),
                0,
                new CpuShare(cpu, 0, 0, 0, 0),
                1.5,
                0,
                Verdict.HELD);
    }
}
