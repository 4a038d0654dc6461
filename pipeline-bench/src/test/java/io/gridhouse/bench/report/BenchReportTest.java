package io.gridhouse.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gridhouse.bench.workload.CpuShare;
import io.gridhouse.bench.workload.Drain;
import io.gridhouse.bench.workload.Latency;
import io.gridhouse.bench.workload.Move;
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
    void theHighestRateThatWasHeldIsTheResult() {
        RunResult run = sustained(
                "a", 1, true, step(1_000, Verdict.HELD), step(2_000, Verdict.LAGGED), step(1_500, Verdict.HELD));

        assertThat(run.best()).map(Step::rate).hasValue(1_500);
    }

    @Test
    void aRoundInWhichNoRateWasHeldCountsAsZero() {
        Summary summary = new Summary(
                List.of(
                        sustained("a", 1, true, step(1_000, Verdict.LAGGED)),
                        sustained("a", 2, true, step(1_000, Verdict.HELD))),
                List.of());

        assertThat(summary.sustained().get("a")).isEqualTo(new Spread(500, 0, 1_000, 2));
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
                .contains("- b, sustained, round 1: t differs");
        assertThat(Files.readString(folder.resolve("sustained.svg")))
                .contains(">a<")
                .doesNotContain(">b<");
    }

    @Test
    void aRunThatFailedIsNamed() throws Exception {
        report(RunResult.failed("a", "backlog", 2, "the job ended")).write(folder);

        assertThat(Files.readString(folder.resolve("results.md"))).contains("- a, backlog, round 2: the job ended");
    }

    @Test
    void theJsonHoldsEveryRound() throws Exception {
        RunResult drained = new RunResult(
                "a",
                "backlog",
                1,
                true,
                10,
                List.of(),
                12.5,
                900,
                null,
                new Drain(500_000, 9, 20, 25_000, new CpuShare(1, 2, 3, 4)),
                null,
                null);
        report(drained, sustained("a", 1, true, step(1_000, Verdict.HELD))).write(folder);

        JsonNode json =
                new ObjectMapper().readTree(folder.resolve("results.json").toFile());

        assertThat(json.at("/machine/cores").intValue()).isEqualTo(2);
        assertThat(json.at("/runs/0/drain/changes_per_second").intValue()).isEqualTo(25_000);
        assertThat(json.at("/runs/0/steps").isMissingNode()).isTrue();
        assertThat(json.at("/runs/1/steps/0/latency/p999").doubleValue()).isEqualTo(40);
        assertThat(json.at("/runs/1/steps/0/verdict").textValue()).isEqualTo("HELD");
    }

    @Test
    void aMoveAndASnapshotHaveTheirTables() throws Exception {
        Move move = new Move(100_000, 4.5, new Latency(300, 10, 20, 30, 40, 50));
        report(
                        new RunResult("a", "move", 1, true, 10, List.of(), 12.5, 900, null, null, move, null),
                        new RunResult("a", "snapshot", 1, true, 10, List.of(), 61.0, 700, null, null, null, null))
                .write(folder);

        assertThat(Files.readString(folder.resolve("results.md")))
                .contains("| a | 100,000 | 4.5 | 10.0 | 30.0 | 50.0 | 900 | 1 of 1 runs |")
                .contains("| a | 61.0 | 700 | 1 of 1 runs |");
    }

    @Test
    void aChartThatHasNothingToShowAnyMoreGoes() throws Exception {
        report(sustained("a", 1, true, step(1_000, Verdict.HELD))).write(folder);
        report(sustained("a", 1, false, step(1_000, Verdict.HELD))).write(folder);

        assertThat(folder.resolve("sustained.svg")).doesNotExist();
    }

    private static BenchReport report(RunResult... runs) {
        return new BenchReport(
                new Machine(2, 1_024, "processor", "system", "java"),
                Map.of("Flink", "2.2.0"),
                Map.of("rounds", 1),
                List.of(runs),
                List.of(new CeilingResult("cdc-stream", 1, 100, 2)));
    }

    private static RunResult sustained(String peer, int round, boolean equal, Step... steps) {
        return new RunResult(
                peer,
                "sustained",
                round,
                equal,
                10,
                equal ? List.of() : List.of("t differs"),
                12.5,
                900,
                List.of(steps),
                null,
                null,
                null);
    }

    private static Step step(int rate, Verdict verdict) {
        return new Step(rate, rate, new Latency(1_000, 10, 20, 30, 40, 50), new CpuShare(1, 2, 3, 4), 0, verdict);
    }
}
