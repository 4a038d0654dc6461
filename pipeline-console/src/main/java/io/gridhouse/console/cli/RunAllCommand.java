package io.gridhouse.console.cli;

import io.gridhouse.console.run.FlinkRest;
import io.gridhouse.console.run.FlinkRest.JobState;
import io.gridhouse.core.config.SettingsException;
import io.gridhouse.power.PowerJob;
import io.gridhouse.power.PowerLayer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

/** Starts one job per layer on a Flink session cluster. */
@Command(
        name = "run-all",
        description = {
            "Starts the jobs of all layers on a Flink session cluster, from the lowest up, through its REST API.",
            "Each must run with all its tasks before the next starts; one that runs already stays as it is.",
            "Settings, as --key value, go to the jobs."
        },
        mixinStandardHelpOptions = true)
final class RunAllCommand implements Callable<Integer> {

    private static final Duration POLL = Duration.ofMillis(500);

    @Option(
            names = "--cluster",
            paramLabel = "URL",
            description = "Where Flink's Web UI and REST API are. Default: ${DEFAULT-VALUE}")
    private URI cluster = URI.create("http://localhost:8081");

    @Option(
            names = "--jar",
            paramLabel = "FILE",
            description = "The jobs' jar, which is sent to the cluster. Default: ${DEFAULT-VALUE}")
    private Path jar = Path.of("pipeline-jobs", "target", "gridhouse-jobs.jar");

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "gridhouse.yaml as the JobManager finds it: the jobs' main methods run there.")
    private String config;

    @Option(
            names = "--savepoint",
            paramLabel = "LAYER=PATH",
            description = "What a layer's job restores; one that is not named starts anew.")
    private Map<PowerLayer, String> savepoints = Map.of();

    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            description = "How long a job may take until it runs. Default: ${DEFAULT-VALUE}")
    private String atMost = "2m";

    @Unmatched
    private List<String> settings = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
        Duration patience = Durations.parse(atMost);
        if (!Files.isRegularFile(jar)) {
            throw new SettingsException(
                    "There is no " + jar + ": run 'mvn -DskipTests package', or name it with --jar");
        }
        Terminal terminal = GridhouseCli.terminal();
        Interrupt interrupt = Interrupt.install();
        FlinkRest flink = new FlinkRest(cluster);
        Map<String, String> running = flink.unfinishedJobs();
        String uploaded = flink.upload(jar);
        try {
            for (PowerLayer layer : PowerLayer.values()) {
                String job = running.get(layer.jobName());
                boolean starts = job == null;
                if (starts) {
                    job = flink.run(uploaded, arguments(layer), savepoints.get(layer));
                }
                String wrong = awaitRunning(flink, job, patience, interrupt);
                if (wrong != null) {
                    terminal.error("Job '%s' (%s) does not run: %s".formatted(layer.jobName(), job, wrong));
                    return ExitCode.CHECK_FAILED;
                }
                terminal.step("'%s' runs, job %s%s".formatted(layer.jobName(), job, starts ? "" : ", as before"));
            }
        } finally {
            flink.remove(uploaded);
        }
        return ExitCode.FINE;
    }

    private List<String> arguments(PowerLayer layer) {
        List<String> arguments =
                new ArrayList<>(List.of(PowerJob.NAME, "--layers", layer.name().toLowerCase(Locale.ROOT)));
        if (config != null) {
            arguments.addAll(List.of("--config", config));
        }
        arguments.addAll(settings);
        return arguments;
    }

    /** Waits until all tasks of a job run; returns null then, and what is wrong otherwise. */
    private static String awaitRunning(FlinkRest flink, String job, Duration patience, Interrupt interrupt)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            JobState state = flink.state(job);
            if (state.isRunning()) {
                return null;
            }
            String failure = flink.failure(job);
            String now = "it is %s, %d of %d tasks run%s"
                    .formatted(
                            state.status(),
                            state.running(),
                            state.tasks(),
                            failure.isEmpty() ? "" : "; failed last: " + failure);
            if (state.isFinal() || System.nanoTime() > deadline) {
                return now;
            }
            if (interrupt.await(POLL)) {
                return "interrupted while " + now;
            }
        }
    }
}
