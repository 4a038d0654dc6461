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
    void twoPeersEndEqualToTheOracle() throws Exception {
        List<String> command = List.of(
                BenchCli.class.getName(),
                "--quick",
                "--peers=gridhouse,postgres-triggers",
                "--workloads=sustained",
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
        assertThat(runs).hasSize(2).allSatisfy(run -> {
            assertThat(run.at("/equal").booleanValue()).isTrue();
            assertThat(run.at("/steps/0/latency/samples").intValue()).isPositive();
            assertThat(run.at("/steps/0/cpu/postgres").doubleValue()).isPositive();
        });
        assertThat(runs.at("/0/peer").textValue()).isEqualTo("gridhouse");
        assertThat(runs.at("/0/steps/0/cpu/peer").doubleValue()).isPositive();
        assertThat(runs.at("/1/peer").textValue()).isEqualTo("postgres-triggers");
        assertThat(out.resolve("sustained.svg")).exists();
    }
}
