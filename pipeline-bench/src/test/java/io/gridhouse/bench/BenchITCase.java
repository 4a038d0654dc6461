package io.gridhouse.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gridhouse.console.cli.ExitCode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The smallest bench that has everything: servers, a job and a peer without one, in processes of their own. */
class BenchITCase {

    @TempDir
    private Path out;

    @Test
    void twoPeersEndEqualToTheOracle() throws Exception {
        int code = BenchCli.run(
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

        JsonNode runs = new ObjectMapper()
                .readTree(out.resolve("results.json").toFile())
                .get("runs");
        assertThat(code).as(runs.toPrettyString()).isEqualTo(ExitCode.FINE);
        assertThat(runs.findValuesAsText("peer")).containsExactly("gridhouse", "postgres-triggers");
        assertThat(runs).allSatisfy(run -> {
            assertThat(run.at("/steps/0/latency/samples").intValue()).isPositive();
            assertThat(run.at("/steps/0/cpu/postgres").doubleValue()).isPositive();
        });
        assertThat(runs.at("/0/steps/0/cpu/peer").doubleValue()).isPositive();
        assertThat(out.resolve("sustained.svg")).exists();
    }
}
