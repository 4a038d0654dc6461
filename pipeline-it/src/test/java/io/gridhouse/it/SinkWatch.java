package io.gridhouse.it;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Looks at the sink's table again and again, and notes every row whose position fell since it was last seen. */
final class SinkWatch implements AutoCloseable {

    private final Sql session;
    private final Map<String, Long> positions = new HashMap<>();
    private final List<String> stepsBack = new ArrayList<>();
    private final AtomicInteger advances = new AtomicInteger();
    private final AtomicInteger looks = new AtomicInteger();
    private final Thread thread = new Thread(this::watch, "sink-watch");
    private volatile boolean stopped;

    private SinkWatch(Sql session) {
        this.session = session;
    }

    /** Starts to look; the session belongs to the watch until it is closed. */
    static SinkWatch start(Sql session) {
        SinkWatch watch = new SinkWatch(session);
        watch.thread.setDaemon(true);
        watch.thread.start();
        return watch;
    }

    private void watch() {
        while (!stopped) {
            try {
                look();
            } catch (SQLException e) {
                note("The sink could not be read: " + e.getMessage());
                return;
            }
        }
    }

    private void look() throws SQLException {
        try (Statement statement = session.connection().createStatement();
                ResultSet rows = statement.executeQuery("SELECT dashboard_id, source_lsn FROM ads_power_dashboard")) {
            while (rows.next()) {
                String key = rows.getString(1);
                long position = rows.getLong(2);
                // A deleted key keeps its position here, so that it must not come back with an older one.
                Long seen = positions.get(key);
                if (seen != null && position > seen) {
                    advances.incrementAndGet();
                }
                if (seen != null && position < seen) {
                    note(key + " went from " + seen + " back to " + position);
                }
                positions.merge(key, position, Math::max);
            }
        }
        looks.incrementAndGet();
    }

    private synchronized void note(String step) {
        stepsBack.add(step);
    }

    /** How often the table was read. */
    int looks() {
        return looks.get();
    }

    /** How often a row was seen at a later position than before. */
    int rowsChanged() {
        return advances.get();
    }

    /** What was seen and must not be. */
    synchronized List<String> stepsBack() {
        return List.copyOf(stepsBack);
    }

    @Override
    public void close() throws InterruptedException, SQLException {
        stopped = true;
        thread.join(Warehouse.PATIENCE.toMillis());
        session.close();
    }
}
