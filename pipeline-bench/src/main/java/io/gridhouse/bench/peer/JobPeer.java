package io.gridhouse.bench.peer;

import io.gridhouse.bench.process.JavaProcess;
import io.gridhouse.bench.process.Patience;
import io.gridhouse.bench.process.ProcessTree;
import io.gridhouse.bench.process.Servers;
import io.gridhouse.console.run.FlinkRest;
import io.gridhouse.console.run.FlinkRest.CheckpointStatistics;
import io.gridhouse.console.verify.LayerResult;
import io.gridhouse.console.verify.Verification;
import io.gridhouse.power.PowerSetup;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Flink job in a process of its own, which stops with a savepoint when it is asked to end, and goes on from it. */
final class JobPeer implements Peer {

    private static final Duration STOP = Duration.ofMinutes(3);
    private static final Duration SETTLE = Duration.ofSeconds(60);

    /** The line in which the process tells where its cluster answers. */
    private static final Pattern WEB = Pattern.compile("http://localhost:\\d+/");

    private final String name;
    private final Servers servers;
    private final Path home;
    private final Path logs;
    private final List<String> jvm;
    private final List<String> command;

    /** What the cluster calls the checkpoints that were asked for, by job. */
    private final Map<String, String> triggered = new HashMap<>();

    private JavaProcess process;
    private double spentCpuSeconds;
    private double peakMemoryMib;

    /**
     * A job.
     *
     * @param home folder of its state
     * @param main main class and its first arguments; takes {@code --config}, {@code --state-dir} and settings
     * @param overrides settings by option key
     */
    JobPeer(
            String name,
            Servers servers,
            Path home,
            Path logs,
            List<String> jvm,
            List<String> main,
            Map<String, String> overrides) {
        this.name = name;
        this.servers = servers;
        this.home = home;
        this.logs = logs;
        this.jvm = jvm;
        this.command = new ArrayList<>(main);
        command.addAll(List.of(
                "--config",
                servers.config().toString(),
                "--state-dir",
                home.resolve("state").toString()));
        overrides.forEach((key, value) -> command.addAll(List.of("--" + key, value)));
    }

    @Override
    public void prepare() throws Exception {
        new PowerSetup(servers.settings(), step -> {}).init();
    }

    @Override
    public void start() throws IOException {
        List<String> options = new ArrayList<>(jvm);
        options.add("-Djava.io.tmpdir=" + home);
        process = JavaProcess.start(name, logs, options, command);
    }

    @Override
    public void pause() throws IOException, InterruptedException {
        spentCpuSeconds = cpuSeconds();
        peakMemoryMib = peakMemoryMib();
        process.stop(STOP);
        process.close();
        process = null;
    }

    @Override
    public void hold() throws IOException, InterruptedException {
        process.signal("STOP");
    }

    @Override
    public void release() throws IOException, InterruptedException {
        process.signal("CONT");
    }

    @Override
    public boolean readsThroughSlot() {
        return true;
    }

    @Override
    public void check() throws IOException {
        process.requireAlive();
    }

    @Override
    public double cpuSeconds() throws IOException {
        return spentCpuSeconds + (process == null ? 0 : ProcessTree.cpuSeconds(process.pid()));
    }

    @Override
    public double peakMemoryMib() throws IOException {
        return Math.max(peakMemoryMib, process == null ? 0 : ProcessTree.peakMemoryMib(process.pid()));
    }

    @Override
    public Checkpoints checkpoints() throws IOException, InterruptedException {
        FlinkRest cluster = cluster();
        List<CheckpointStatistics> jobs = new ArrayList<>();
        for (String job : cluster.unfinishedJobs().values()) {
            jobs.add(cluster.checkpoints(job));
        }
        return Checkpoints.of(jobs);
    }

    @Override
    public void triggerCheckpoints() throws IOException, InterruptedException {
        FlinkRest cluster = cluster();
        for (String job : cluster.unfinishedJobs().values()) {
            triggered.put(job, cluster.triggerCheckpoint(job));
        }
    }

    @Override
    public boolean triggeredEnded() throws IOException, InterruptedException {
        FlinkRest cluster = cluster();
        for (Map.Entry<String, String> job : List.copyOf(triggered.entrySet())) {
            if (cluster.checkpointEnded(job.getKey(), job.getValue())) {
                triggered.remove(job.getKey());
            }
        }
        return triggered.isEmpty();
    }

    private FlinkRest cluster() throws IOException {
        Matcher web = WEB.matcher(process.output());
        String last = null;
        while (web.find()) {
            last = web.group();
        }
        if (last == null) {
            throw new IllegalStateException("'" + name + "' has not told where its cluster answers");
        }
        return new FlinkRest(URI.create(last));
    }

    @Override
    public Double liveHeapMib() throws IOException, InterruptedException {
        return process.liveHeapMib();
    }

    /** The last changes may be on their way to tables that nobody watched. */
    @Override
    public List<LayerResult> verify(Patience patience) throws Exception {
        Verification verification = new Verification(servers.settings());
        List<LayerResult> last = new ArrayList<>();
        patience.within(SETTLE, () -> {
            check();
            last.clear();
            last.addAll(verification.run());
            return last.stream().allMatch(LayerResult::equal);
        });
        return List.copyOf(last);
    }

    @Override
    public void close() throws IOException, InterruptedException {
        if (process != null) {
            process.close();
        }
    }
}
