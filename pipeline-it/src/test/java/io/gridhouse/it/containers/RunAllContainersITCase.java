package io.gridhouse.it.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridhouse.console.cli.ExitCode;
import io.gridhouse.console.load.PowerLoad;
import io.gridhouse.it.CommandRun;
import io.gridhouse.power.PowerLayer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code gridhouse run-all} on a session cluster. */
@ExtendWith(ContainersExtension.class)
class RunAllContainersITCase {

    private static final Path JAR = Path.of("..", "pipeline-jobs", "target", "gridhouse-jobs.jar")
            .toAbsolutePath()
            .normalize();
    private static final Pattern RUNS = Pattern.compile("'(power-[a-z]+)' runs, job ([0-9a-f]{32})(, as before)?");
    private static final List<String> LAYERS =
            List.of("power-ods", "power-dwd", "power-dws", "power-ads", "power-sink");

    @TempDir
    private Path folder;

    @Test
    void theLayersStartInOrderAndWhatRunsStaysAsItIs(ContainerWarehouse warehouse) throws Exception {
        warehouse.prepare();

        List<MatchResult> started = running(runAll(warehouse));

        assertThat(started).extracting(job -> job.group(1)).isEqualTo(LAYERS);
        assertThat(started).allMatch(job -> job.group(3) == null);
        warehouse.awaitEqualToOracle();

        List<MatchResult> again = running(runAll(warehouse));

        assertThat(again).extracting(job -> job.group(1)).isEqualTo(LAYERS);
        assertThat(again).allMatch(job -> job.group(3) != null);
    }

    @Test
    void oneLayerGoesOnFromItsSavepoint(ContainerWarehouse warehouse) throws Exception {
        warehouse.prepare();
        List<MatchResult> started = running(runAll(warehouse));
        try (PowerLoad load = warehouse.startLoad(300)) {
            ContainerWarehouse.awaitChanges(load, 300);
            String savepoint = warehouse
                    .flink()
                    .stopWithSavepoint(started.get(PowerLayer.DWS.ordinal()).group(2));
            ContainerWarehouse.awaitChanges(load, 300);

            List<MatchResult> again =
                    running(runAll(warehouse, "--savepoint", "dws=" + savepoint, "--warehouse.parallelism", "1"));

            assertThat(again)
                    .filteredOn(job -> job.group(3) == null)
                    .extracting(job -> job.group(1))
                    .containsExactly("power-dws");
            load.stop();
        }
        warehouse.awaitEqualToOracle();
    }

    @Test
    void whatTheJobsLackIsSaidAndNothingStarts(ContainerWarehouse warehouse) throws Exception {
        CommandRun run = runAll(warehouse);

        assertThat(run.exitCode()).isEqualTo(ExitCode.NOT_READY);
        assertThat(run.errors()).singleElement().asString().contains("power_user", "gridhouse init");
        assertThat(warehouse.flink().unfinished()).isEmpty();
    }

    @Test
    void aClusterThatDoesNotAnswerIsNamed() throws Exception {
        CommandRun run =
                CommandRun.of(folder, Map.of(), "run-all", "--jar", JAR.toString(), "--cluster", "http://localhost:1");

        assertThat(run.exitCode()).isEqualTo(ExitCode.NOT_READY);
        assertThat(run.errors())
                .singleElement()
                .asString()
                .contains("Flink at http://localhost:1 does not answer", "Check --cluster");
    }

    private CommandRun runAll(ContainerWarehouse warehouse, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "run-all",
                "--jar",
                JAR.toString(),
                "--cluster",
                warehouse.flink().web(),
                "--config",
                FlinkCluster.SETTINGS));
        command.addAll(List.of(more));
        return CommandRun.of(folder, Map.of(), command.toArray(new String[0]));
    }

    private static List<MatchResult> running(CommandRun run) {
        assertThat(run.exitCode()).as("%s%s", run.output(), run.errors()).isEqualTo(ExitCode.FINE);
        return RUNS.matcher(run.output()).results().toList();
    }
}
