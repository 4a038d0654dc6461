package io.gridhouse.bench.workload;

import io.gridhouse.bench.peer.Peer;
import io.gridhouse.bench.process.Patience;
import io.gridhouse.bench.process.Servers;
import io.gridhouse.console.cli.SourceConnections;
import io.gridhouse.console.load.LoadProfile;
import io.gridhouse.console.load.PowerLoad;
import io.gridhouse.core.config.GridhouseOptions;
import io.gridhouse.core.config.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/** One peer on its servers, under load. Used by one thread. */
public final class Trial {

    /** The snapshot of a large history, read by a slow peer. */
    private static final Duration UP = Duration.ofMinutes(20);

    /** More than any source commits: the load goes as fast as it can. */
    static final double UNLIMITED = 5_000_000;

    /** Throws when something has ended that should not. */
    @FunctionalInterface
    interface Check {
        void check() throws Exception;
    }

    private final Servers servers;
    private final Path logs;
    private final Settings settings;
    private final Peer peer;
    private final Patience patience;
    private final WorkloadOptions options;
    private final Consumer<String> progress;
    private int probes;

    /**
     * A trial.
     *
     * @param logs folder for what its own processes print
     * @param progress gets a line per step, for a person
     */
    public Trial(
            Servers servers,
            Path logs,
            Peer peer,
            Patience patience,
            WorkloadOptions options,
            Consumer<String> progress) {
        this.servers = servers;
        this.logs = logs;
        this.settings = servers.settings();
        this.peer = peer;
        this.patience = patience;
        this.options = options;
        this.progress = progress;
    }

    WorkloadOptions options() {
        return options;
    }

    Settings settings() {
        return settings;
    }

    /** The file with the servers' addresses. */
    Path config() {
        return servers.config();
    }

    Peer peer() {
        return peer;
    }

    Patience patience() {
        return patience;
    }

    void report(String line) {
        progress.accept(line);
    }

    CpuMeter cpu() throws IOException, SQLException {
        return CpuMeter.read(servers, peer);
    }

    Path logs() {
        return logs;
    }

    SinkProbe probe() throws SQLException {
        return new SinkProbe(settings, probes++);
    }

    /** Starts a load that goes on from what the source holds. */
    PowerLoad load(LoadProfile profile, double rate) throws SQLException {
        return PowerLoad.start(SourceConnections.of(settings), profile, rate, Instant.now());
    }

    /**
     * Commits one change and waits until the sink shows it: then the peer has done all that was before it.
     *
     * <p>A peer that reads a slot has read its snapshot when the slot is active. Before that nothing is committed: such
     * a change would arrive twice, in the snapshot and in the stream, which SQL can't tell from two changes (ADR 3).
     */
    public void awaitUp() throws Exception {
        if (peer.readsThroughSlot()) {
            awaitSlot();
        }
        try (SinkProbe probe = probe()) {
            probe.commit();
            awaitShown(probe, UP);
        }
    }

    /** Waits until the peer reads its slot. */
    void awaitSlot() throws Exception {
        awaitSlot(settings.get(GridhouseOptions.SOURCE_SLOT), true, peer::check);
    }

    /** Waits until a slot is read, or no longer, while {@code reader} does not throw. */
    void awaitSlot(String slot, boolean read, Check reader) throws Exception {
        try (Connection connection = settings.source().connect();
                PreparedStatement query =
                        connection.prepareStatement("select active from pg_replication_slots where slot_name = ?")) {
            query.setString(1, slot);
            patience.until("slot " + slot + (read ? " is read" : " is free"), UP, () -> {
                reader.check();
                try (ResultSet row = query.executeQuery()) {
                    return row.next() && row.getBoolean(1) == read;
                }
            });
        }
    }

    /** Waits until the sink shows all that a probe has written. */
    void awaitShown(SinkProbe probe, Duration atMost) throws Exception {
        patience.until("the sink shows what the source holds", atMost, () -> {
            peer.check();
            return probe.shows(probe.written());
        });
    }
}
