package io.gridhouse.bench;

import io.gridhouse.bench.ceiling.Ceilings;
import io.gridhouse.bench.peer.Checkpoints;
import io.gridhouse.bench.peer.Peer;
import io.gridhouse.bench.peer.PeerKind;
import io.gridhouse.bench.process.MachineSpeed;
import io.gridhouse.bench.process.Patience;
import io.gridhouse.bench.process.Servers;
import io.gridhouse.bench.report.BenchReport;
import io.gridhouse.bench.report.CeilingResult;
import io.gridhouse.bench.report.Machine;
import io.gridhouse.bench.report.Measured;
import io.gridhouse.bench.report.RunResult;
import io.gridhouse.bench.workload.Backlog;
import io.gridhouse.bench.workload.Moving;
import io.gridhouse.bench.workload.Recovering;
import io.gridhouse.bench.workload.SourceUnderReading;
import io.gridhouse.bench.workload.Steady;
import io.gridhouse.bench.workload.Sustained;
import io.gridhouse.bench.workload.Trial;
import io.gridhouse.bench.workload.Typing;
import io.gridhouse.bench.workload.Variant;
import io.gridhouse.bench.workload.WorkloadOptions;
import io.gridhouse.console.cli.SourceConnections;
import io.gridhouse.console.cli.Terminal;
import io.gridhouse.console.load.PowerHistory;
import io.gridhouse.console.stack.DirectoryTree;
import io.gridhouse.console.verify.LayerResult;
import io.gridhouse.core.config.Settings;
import io.gridhouse.power.PowerSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs every peer through every workload, in turn, each round on new servers with the same data. */
final class Bench {

    private static final Logger LOG = LoggerFactory.getLogger(Bench.class);

    private final BenchOptions options;
    private final Terminal terminal;
    private final Patience patience;
    private final Conditions conditions;
    private final Optional<BenchReport> earlier;
    private final MachineSpeed speed;
    private final List<RunResult> runs = new ArrayList<>();
    private final List<CeilingResult> ceilings = new ArrayList<>();

    /** Reads the results that are to be added to. */
    Bench(BenchOptions options, Terminal terminal, Patience patience, MachineSpeed speed) throws IOException {
        this.options = options;
        this.terminal = terminal;
        this.patience = patience;
        this.speed = speed;
        this.conditions = new Conditions(options);
        this.earlier = options.add() ? BenchReport.read(options.out()) : Optional.empty();
    }

    /**
     * Measures, and writes what there is after each run, so that an early end leaves the runs before it.
     *
     * @return whether every run counts
     * @throws IllegalArgumentException when the results can't be added to those that there are; nothing is started then
     */
    boolean run() throws IOException, InterruptedException {
        report();
        List<WorkloadKind> everyRound =
                options.workloads().stream().filter(WorkloadKind::everyRound).toList();
        for (int round = 1; round <= options.rounds(); round++) {
            for (PeerKind peer : options.peers()) {
                turn(new Turn(peer, Variant.BASE, round), everyRound);
            }
            if (options.workloads().contains(WorkloadKind.CEILINGS)) {
                timeCeilings(round);
            }
        }
        PeerKind first = options.peers().get(0);
        for (Variant variant : options.variants()) {
            turn(new Turn(first, variant, 1), List.of(WorkloadKind.SUSTAINED));
        }
        if (options.workloads().contains(WorkloadKind.STEADY)) {
            turn(new Turn(first, Variant.BASE, 1), List.of(WorkloadKind.STEADY));
        }
        return runs.stream().allMatch(RunResult::counts);
    }

    /** Who goes through workloads, on what. */
    private record Turn(PeerKind peer, Variant variant, int round) {
        RunResult failed(WorkloadKind workload, Exception cause) {
            return RunResult.failed(
                    peer.label(), variant.label(), workload.label(), round, String.valueOf(cause.getMessage()));
        }
    }

    /** One workload after another on the same servers; on new ones after a run that does not count. */
    private void turn(Turn turn, List<WorkloadKind> workloads) throws IOException, InterruptedException {
        Deque<WorkloadKind> left = new ArrayDeque<>(
                workloads.stream().filter(workload -> workload.suits(turn.peer)).toList());
        while (!left.isEmpty()) {
            announce(turn.round, turn.variant.label() + ": " + turn.peer.label());
            try {
                onServers(
                        turn.peer.label() + "-" + turn.variant.label() + "-" + turn.round + "-"
                                + left.getFirst().label(),
                        turn.variant,
                        (servers, home, logs) -> {
                            try (Peer peer = turn.peer.open(
                                    servers,
                                    home,
                                    logs,
                                    options.measuredJvm(turn.peer, turn.variant),
                                    settings(turn.variant))) {
                                goThrough(turn, left, servers, logs, peer);
                            }
                            return null;
                        });
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                WorkloadKind failed = left.poll();
                if (failed == null) {
                    // The servers did not end in order, behind runs that count.
                    throw new IOException("After the runs of " + turn.peer.label() + ": " + e.getMessage(), e);
                }
                LOG.error("{}, {}, round {} failed", turn.peer.label(), failed.label(), turn.round, e);
                terminal.error("  failed: " + e.getMessage());
                runs.add(turn.failed(failed, e));
                report().write(options.out());
            }
        }
    }

    private void goThrough(Turn turn, Deque<WorkloadKind> left, Servers servers, Path logs, Peer peer)
            throws Exception {
        Trial trial =
                new Trial(servers, logs, peer, patience, options.workload().of(turn.variant), terminal::step);
        speed.begin();
        long begin = System.nanoTime();
        peer.prepare();
        peer.start();
        trial.awaitUp();
        double upSeconds = (System.nanoTime() - begin) / 1e9;
        terminal.step("up, and the history in the sink, after %.1f s".formatted(upSeconds));
        boolean counts = true;
        while (counts && !left.isEmpty()) {
            Measured measured = measure(left.getFirst(), trial, upSeconds);
            RunResult run = compared(turn, left.getFirst(), measured, speed.taken(), peer);
            speed.begin();
            left.removeFirst();
            runs.add(run);
            report().write(options.out());
            counts = run.counts();
        }
    }

    private static Measured measure(WorkloadKind workload, Trial trial, double upSeconds) throws Exception {
        return switch (workload) {
            case SNAPSHOT -> Measured.of(upSeconds);
            case SUSTAINED -> Measured.of(new Sustained(trial).run());
            case TYPED -> Measured.of(new Typing(trial).run());
            case MOVE -> Measured.of(new Moving(trial).run());
            case RECOVERY -> Measured.of(new Recovering(trial).run());
            case SOURCE -> Measured.of(new SourceUnderReading(trial).run());
            case BACKLOG -> Measured.of(new Backlog(trial).whileStopped());
            case STALL -> Measured.ofStall(new Backlog(trial).whileHeld());
            case STEADY -> Measured.of(new Steady(trial).run());
            case CEILINGS -> throw new IllegalArgumentException("Ceilings have no peer");
        };
    }

    private RunResult compared(Turn turn, WorkloadKind workload, Measured measured, double coreSpeed, Peer peer)
            throws Exception {
        double memory = peer.peakMemoryMib();
        Checkpoints checkpoints = peer.checkpoints();
        Double liveHeap = peer.liveHeapMib();
        List<LayerResult> tables = peer.verify(patience);
        List<String> differences = tables.stream()
                .filter(table -> !table.equal())
                .map(table -> "%s differs in %,d keys: %s"
                        .formatted(table.table(), table.different(), String.join("; ", table.examples())))
                .toList();
        differences.forEach(terminal::error);
        terminal.step("%s: %d of %d tables equal the oracle"
                .formatted(workload.label(), tables.size() - differences.size(), tables.size()));
        return new RunResult(
                turn.peer.label(),
                turn.variant.label(),
                workload.label(),
                turn.round,
                differences.isEmpty(),
                tables.size(),
                differences,
                memory,
                liveHeap,
                coreSpeed,
                checkpoints,
                measured,
                null);
    }

    private Map<String, String> settings(Variant variant) {
        Map<String, String> all = new HashMap<>(options.settings());
        all.putAll(variant.settings());
        return all;
    }

    private void announce(int round, String what) {
        terminal.line("Round %d of %d, %s".formatted(round, options.rounds(), what));
    }

    private BenchReport report() throws IOException {
        BenchReport report = new BenchReport(
                List.of(options.command()),
                Machine.here(),
                conditions.versions(),
                conditions.settings(),
                runs,
                ceilings);
        return earlier.map(report::after).orElse(report);
    }

    private void timeCeilings(int round) throws IOException, InterruptedException {
        announce(round, WorkloadKind.CEILINGS.label());
        try {
            ceilings.addAll(onServers("ceilings-" + round, Variant.BASE, (servers, home, logs) -> new Ceilings(
                            servers,
                            home,
                            logs,
                            options.measuredJvm(PeerKind.GRIDHOUSE, Variant.BASE),
                            patience,
                            options.workload(),
                            speed,
                            terminal::step)
                    .run(round)));
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            LOG.error("Ceilings, round {} failed", round, e);
            terminal.error("  failed: " + e.getMessage());
            String workload = WorkloadKind.CEILINGS.label();
            runs.add(RunResult.failed(workload, Variant.BASE.label(), workload, round, String.valueOf(e.getMessage())));
        }
        report().write(options.out());
    }

    /** Something that is done on servers which hold the history. */
    @FunctionalInterface
    private interface OnServers<T> {
        T run(Servers servers, Path home, Path logs) throws Exception;
    }

    /** Starts servers on an empty folder, loads the history, does something, and throws the servers away. */
    private <T> T onServers(String name, Variant variant, OnServers<T> work) throws Exception {
        Path logs = options.out().resolve("logs").resolve(name).toAbsolutePath();
        // Of an earlier command: what its processes printed must not be read as this one's.
        DirectoryTree.delete(logs);
        Files.createDirectories(logs);
        // Others may pass through: PostgreSQL may have to run as another user than root.
        Path home = Files.createTempDirectory(
                "gridhouse-bench-", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x")));
        try (Servers servers = Servers.start(home, logs, settings(variant), patience)) {
            conditions.readFrom(servers.settings());
            report();
            prepare(servers.settings(), options.workload().of(variant));
            return work.run(servers, home, logs);
        } finally {
            DirectoryTree.delete(home);
        }
    }

    private static void prepare(Settings settings, WorkloadOptions workload) throws Exception {
        new PowerSetup(settings, step -> {}).createSourceTables();
        new PowerHistory(SourceConnections.of(settings), workload.profile(), Instant.now())
                .load((table, done, total) -> {});
    }
}
