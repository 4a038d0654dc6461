package io.gridhouse.bench;

import io.gridhouse.bench.ceiling.Ceilings;
import io.gridhouse.bench.peer.Peer;
import io.gridhouse.bench.peer.PeerKind;
import io.gridhouse.bench.process.Patience;
import io.gridhouse.bench.process.Servers;
import io.gridhouse.bench.report.BenchReport;
import io.gridhouse.bench.report.CeilingResult;
import io.gridhouse.bench.report.Machine;
import io.gridhouse.bench.report.RunResult;
import io.gridhouse.bench.workload.Backlog;
import io.gridhouse.bench.workload.Drain;
import io.gridhouse.bench.workload.Move;
import io.gridhouse.bench.workload.Moving;
import io.gridhouse.bench.workload.Step;
import io.gridhouse.bench.workload.Sustained;
import io.gridhouse.bench.workload.Trial;
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
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs every peer through every workload, in turn, each time on new servers with the same data. */
final class Bench {

    private static final Logger LOG = LoggerFactory.getLogger(Bench.class);

    private final BenchOptions options;
    private final Terminal terminal;
    private final Patience patience;
    private final Conditions conditions;
    private final List<RunResult> runs = new ArrayList<>();
    private final List<CeilingResult> ceilings = new ArrayList<>();

    Bench(BenchOptions options, Terminal terminal, Patience patience) {
        this.options = options;
        this.terminal = terminal;
        this.patience = patience;
        this.conditions = new Conditions(options);
    }

    /** Measures, and writes what there is after each run, so that an early end leaves the runs before it. */
    BenchReport run() throws IOException, InterruptedException {
        for (int round = 1; round <= options.rounds(); round++) {
            for (WorkloadKind workload : options.workloads()) {
                if (workload == WorkloadKind.CEILINGS) {
                    announce(round, workload, "");
                    timeCeilings(round);
                    report().write(options.out());
                } else {
                    inTurn(round, workload);
                }
            }
        }
        return report();
    }

    private void inTurn(int round, WorkloadKind workload) throws IOException, InterruptedException {
        for (PeerKind peer : options.peers()) {
            if (workload == WorkloadKind.BACKLOG && !peer.keepsBacklog()) {
                continue;
            }
            announce(round, workload, ": " + peer.label());
            runs.add(attempt(peer, workload, round));
            report().write(options.out());
        }
    }

    private void announce(int round, WorkloadKind workload, String what) {
        terminal.line("Round %d of %d, %s%s".formatted(round, options.rounds(), workload.label(), what));
    }

    private BenchReport report() throws IOException {
        return new BenchReport(
                Machine.here(), conditions.versions(), conditions.settings(), List.copyOf(runs), List.copyOf(ceilings));
    }

    private RunResult attempt(PeerKind kind, WorkloadKind workload, int round)
            throws IOException, InterruptedException {
        try {
            return onServers(kind.label() + "-" + workload.label() + "-" + round, (servers, home, logs) -> {
                try (Peer peer = kind.open(servers, home, logs, options.settings())) {
                    return measure(kind, peer, servers, workload, round);
                }
            });
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            return failed(kind.label(), workload, round, e);
        }
    }

    private void timeCeilings(int round) throws IOException, InterruptedException {
        try {
            ceilings.addAll(onServers("ceilings-" + round, (servers, home, logs) -> new Ceilings(
                            servers, home, logs, patience, options.workload(), terminal::step)
                    .run(round)));
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            runs.add(failed("ceilings", WorkloadKind.CEILINGS, round, e));
        }
    }

    private RunResult failed(String peer, WorkloadKind workload, int round, Exception cause) {
        LOG.error("{}, {}, round {} failed", peer, workload.label(), round, cause);
        terminal.error("  failed: " + cause.getMessage());
        return RunResult.failed(peer, workload.label(), round, String.valueOf(cause.getMessage()));
    }

    /** Something that is done on servers which hold the history. */
    @FunctionalInterface
    private interface OnServers<T> {
        T run(Servers servers, Path home, Path logs) throws Exception;
    }

    /** Starts servers on an empty folder, loads the history, does something, and throws the servers away. */
    private <T> T onServers(String name, OnServers<T> work) throws Exception {
        Path logs = Files.createDirectories(
                options.out().resolve("logs").resolve(name).toAbsolutePath());
        // Others may pass through: PostgreSQL may have to run as another user than root.
        Path home = Files.createTempDirectory(
                "gridhouse-bench-", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x")));
        try (Servers servers = Servers.start(home, logs, options.settings(), patience)) {
            conditions.readFrom(servers.settings());
            prepare(servers.settings());
            return work.run(servers, home, logs);
        } finally {
            DirectoryTree.delete(home);
        }
    }

    private void prepare(Settings settings) throws Exception {
        new PowerSetup(settings, step -> {}).createSourceTables();
        new PowerHistory(SourceConnections.of(settings), options.workload().profile(), Instant.now())
                .load((table, done, total) -> {});
    }

    private RunResult measure(PeerKind kind, Peer peer, Servers servers, WorkloadKind workload, int round)
            throws Exception {
        Trial trial = new Trial(servers, peer, patience, options.workload(), terminal::step);
        long begin = System.nanoTime();
        peer.prepare();
        peer.start();
        trial.awaitUp();
        double upSeconds = (System.nanoTime() - begin) / 1e9;
        terminal.step("up, and the history in the sink, after %.1f s".formatted(upSeconds));
        List<Step> steps = null;
        Drain drain = null;
        Move move = null;
        switch (workload) {
            case SUSTAINED -> steps = new Sustained(trial).run();
            case BACKLOG -> drain = new Backlog(trial).run();
            case MOVE -> move = new Moving(trial).run();
            case SNAPSHOT -> {
                // The peer is up, so it is done.
            }
            case CEILINGS -> throw new IllegalArgumentException("Ceilings have no peer");
        }
        double memory = peer.peakMemoryMib();
        List<LayerResult> tables = peer.verify(patience);
        List<String> differences = tables.stream()
                .filter(table -> !table.equal())
                .map(table -> "%s differs in %,d keys: %s"
                        .formatted(table.table(), table.different(), String.join("; ", table.examples())))
                .toList();
        differences.forEach(terminal::error);
        if (differences.isEmpty()) {
            terminal.step(tables.size() + " tables equal the oracle");
        }
        return new RunResult(
                kind.label(),
                workload.label(),
                round,
                differences.isEmpty(),
                tables.size(),
                differences,
                upSeconds,
                memory,
                steps,
                drain,
                move,
                null);
    }
}
