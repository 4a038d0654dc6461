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
                        "gridhouse backlog",
                        "gridhouse recovery",
                        "gridhouse move",
                        "gridhouse typed",
                        "gridhouse sustained",
                        "gridhouse source",
                        "postgres-triggers snapshot",
                        "postgres-triggers move",
                        "postgres-triggers typed",
                        "postgres-triggers sustained",
                        "gridhouse steady");
        assertThat(runs.at("/1/measured/drain/changes").intValue()).isGreaterThanOrEqualTo(2_000);
        assertThat(runs.at("/1/measured/drain/restart_cpu_seconds").doubleValue())
                .isPositive();
        assertThat(runs.at("/2/measured/recovery/seconds").doubleValue()).isPositive();
        assertThat(runs.at("/3/measured/move/others/samples").intValue()).isPositive();
        assertThat(runs.at("/4/measured/typed/samples").intValue()).isEqualTo(5);
        assertThat(runs.at("/5/measured/steps/0/latency/samples").intValue()).isPositive();
        assertThat(runs.at("/5/measured/steps/0/cpu/peer").doubleValue()).isPositive();
        assertThat(runs.at("/5/measured/steps/0/cpu/postgres").doubleValue()).isPositive();
        assertThat(runs.at("/5/live_heap_mib").doubleValue()).isPositive();
        JsonNode source = runs.at("/6/measured/source");
        assertThat(source.at("/alone/read_share").doubleValue()).isZero();
        assertThat(List.of("peer", "peer_again", "bare", "bare_again")).allSatisfy(part -> assertThat(
                        source.get(part).get("read_share").doubleValue())
                .isPositive());
        assertThat(List.of("beside_peer", "beside_bare")).allSatisfy(part -> assertThat(
                        source.get(part).get("taken_cores").doubleValue())
                .isPositive());
        assertThat(runs.at("/10/measured/steps/0/cpu/source").doubleValue()).isPositive();
        assertThat(runs.at("/11/measured/steadiness/samples")).hasSize(21);
        assertThat(out.resolve("sustained.svg")).exists();
    }
}
