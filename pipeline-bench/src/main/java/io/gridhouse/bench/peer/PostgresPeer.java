package io.gridhouse.bench.peer;

import io.gridhouse.bench.process.Patience;
import io.gridhouse.bench.process.Servers;
import io.gridhouse.console.verify.LayerResult;
import io.gridhouse.console.verify.Verification;
import io.gridhouse.core.config.Settings;
import io.gridhouse.power.PowerOracle;
import io.gridhouse.power.PowerTables;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * PostgreSQL keeps the dashboard by itself, without layers and without another process: by triggers, or by a
 * materialized view that one session renews again and again.
 */
final class PostgresPeer implements Peer {

    private static final String TRIGGERS = "triggers.sql";
    private static final Duration SETTLE = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(30);

    private final Settings settings;
    private final boolean refreshes;
    private Thread refreshing;
    private volatile boolean stopped;
    private volatile SQLException failure;

    /**
     * A peer.
     *
     * @param refreshes whether it renews a materialized view instead of using triggers
     */
    PostgresPeer(Servers servers, boolean refreshes) {
        this.settings = servers.settings();
        this.refreshes = refreshes;
    }

    @Override
    public void prepare() throws Exception {
        try (Connection connection = settings.source().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("set jit = off");
            // The oracle's views live as long as a session; these stay.
            statement.execute(PowerOracle.definitions().replace("TEMPORARY VIEW", "VIEW"));
            if (refreshes) {
                String table = PowerTables.ADS_DASHBOARD.name();
                statement.execute("create materialized view " + table + " as " + PowerOracle.query(table));
                statement.execute("create unique index on " + table + " ("
                        + String.join(", ", PowerTables.ADS_DASHBOARD.key()) + ")");
            } else {
                statement.execute(triggers());
            }
        }
    }

    private static String triggers() throws IOException {
        try (InputStream in = PostgresPeer.class.getResourceAsStream(TRIGGERS)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void start() throws SQLException {
        if (refreshes) {
            Connection connection = settings.source().connect();
            refreshing = new Thread(() -> refresh(connection), "refresh");
            refreshing.setDaemon(true);
            refreshing.start();
        }
    }

    private void refresh(Connection connection) {
        try (connection;
                Statement statement = connection.createStatement()) {
            statement.execute("set jit = off");
            while (!stopped) {
                statement.execute("refresh materialized view concurrently " + PowerTables.ADS_DASHBOARD.name());
            }
        } catch (SQLException e) {
            failure = e;
        }
    }

    @Override
    public void pause() {
        throw new UnsupportedOperationException("Nothing heaps up while PostgreSQL keeps the dashboard by itself");
    }

    @Override
    public void hold() {
        throw new UnsupportedOperationException("Nothing heaps up while PostgreSQL keeps the dashboard by itself");
    }

    @Override
    public void release() {
        throw new UnsupportedOperationException("What was not held does not go on");
    }

    @Override
    public boolean readsThroughSlot() {
        return false;
    }

    @Override
    public void check() throws SQLException {
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public double cpuSeconds() {
        return 0;
    }

    @Override
    public double peakMemoryMib() {
        return 0;
    }

    @Override
    public Checkpoints checkpoints() {
        return null;
    }

    @Override
    public void triggerCheckpoints() {
        // Its tables are rows of transactions.
    }

    @Override
    public boolean triggeredEnded() {
        return true;
    }

    @Override
    public Double liveHeapMib() {
        return null;
    }

    @Override
    public List<LayerResult> verify(Patience patience) throws Exception {
        Verification verification = new Verification(settings);
        List<LayerResult> last = new ArrayList<>();
        patience.within(SETTLE, () -> {
            check();
            last.clear();
            last.add(verification.sink());
            return last.get(0).equal();
        });
        return List.copyOf(last);
    }

    @Override
    public void close() throws InterruptedException {
        stopped = true;
        if (refreshing != null) {
            refreshing.join(STOP.toMillis());
        }
    }
}
