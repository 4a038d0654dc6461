package io.gridhouse.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gridhouse.bench.process.JavaProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The smallest bench that has everything: servers, a job and a peer without one, in processes of their own. */
@Tag("measurement")
class BenchITCase {

    private static final Duration PATIENCE = Duration.ofMinutes(8);

    @TempDir
    private Path out;

    @Test
    void everyWorkloadEndsEqualToTheOracle() throws Exception {
        List<String> command = List.of(
                BenchCli.class.getName(),
                "--quick",
                "--peers=gridhouse,postgres-triggers",
                "--workloads=snapshot,sustained,typed,move,recovery,source,backlog,steady",
                "--variants=none",
                "--backlog=2000",
                "--move-readings=1000",
                "--typed=5",
                "--steady=5s",
                "--users=200",
                "--readings=2000",
                "--rates=200",
                "--warm-up=1s",
                "--settle=1s",
                "--measured=2s",
                "--bound=60s",
                "--out=" + out);

        // Ends with an exception, and what the bench printed last, unless the bench ends with code 0.
        try (JavaProcess bench = JavaProcess.start("bench", out, List.of("-Xmx1g"), command)) {
            bench.awaitEnd(PATIENCE);
        }

        JsonNode runs = new ObjectMapper()
                .readTree(out.resolve("results.json").toFile())
                .get("runs");
        assertThat(runs)
                .allSatisfy(run -> assertThat(run.at("/equal").booleanValue()).isTrue());
        assertThat(runs)
                .extracting(run ->
                        run.get("peer").textValue() + " " + run.get("workload").textValue())
                .containsExactly(
                        "gridhouse snapshot",
                        "gridhouse sustained",
                        "gridhouse typed",
                        "gridhouse move",
                        "gridhouse recovery",
                        "gridhouse source",
                        "gridhouse backlog",
                        "postgres-triggers snapshot",
                        "postgres-triggers sustained",
                        "postgres-triggers typed",
                        "postgres-triggers move",
                        "gridhouse steady");
        assertThat(runs.at("/1/measured/steps/0/latency/samples").intValue()).isPositive();
        assertThat(runs.at("/1/measured/steps/0/cpu/peer").doubleValue()).isPositive();
        assertThat(runs.at("/2/measured/typed/samples").intValue()).isEqualTo(5);
        assertThat(runs.at("/3/measured/move/others/samples").intValue()).isPositive();
        assertThat(runs.at("/4/measured/recovery/seconds").doubleValue()).isPositive();
        assertThat(runs.at("/5/measured/source/beside/taken_cores").doubleValue())
                .isPositive();
        assertThat(runs.at("/6/measured/drain/changes").intValue()).isGreaterThanOrEqualTo(2_000);
        assertThat(runs.at("/1/measured/steps/0/cpu/postgres").doubleValue()).isPositive();
        assertThat(runs.at("/1/live_heap_mib").doubleValue()).isPositive();
        assertThat(runs.at("/8/measured/steps/0/cpu/source").doubleValue()).isPositive();
        assertThat(runs.at("/11/measured/steadiness/samples")).hasSize(21);
        assertThat(out.resolve("sustained.svg")).exists();
    }
}
