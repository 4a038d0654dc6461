package io.gridhouse.it.containers;

import io.gridhouse.core.config.Settings;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import org.HdrHistogram.Histogram;

/**
 * Measures from outside how old a change is when the sink shows it: commits readings of 1.00 kWh for a region of its own
 * at a steady pace, and polls the total of that region's day in the sink table. It knows nothing of the job.
 *
 * <p>Readings are committed by the clock, whether earlier ones have arrived or not, so that a slow moment is met by as
 * many readings as a fast one. An age counts from before the commit, up to one poll after the sink's commit.
 */
final class SinkWatch implements AutoCloseable {

    private static final long PACE_MILLIS = 50;

    /** An age can be greater by this and a query; polling more often takes cores from what is measured. */
    private static final long POLL_MILLIS = 10;

    private static final int MOST_READINGS = 20_000;
    private static final int USER = 900_000_001;
    private static final String DASHBOARD = "DASHBOARD_4711_2024-01-31";

    private final Connection source;
    private final Connection sink;
    private final PreparedStatement insert;
    private final PreparedStatement total;
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);
    private final AtomicLongArray committed = new AtomicLongArray(MOST_READINGS + 1);
    private final AtomicInteger written = new AtomicInteger();
    private final AtomicInteger seen = new AtomicInteger();
    private final Histogram ages = new Histogram(3);
    private final ScheduledFuture<?> writing;
    private final ScheduledFuture<?> watching;

    /** Begins to write and to watch. */
    SinkWatch(Settings settings) throws SQLException {
        source = settings.source().connect();
        sink = settings.sink().connect();
        try (Statement statement = source.createStatement()) {
            statement.execute("INSERT INTO power_user (user_id, user_name, usage_type, region_id, region_name) VALUES ("
                    + USER + ", '表前', '居民', 4711, '测试区')");
        }
        insert = source.prepareStatement("INSERT INTO power_consumption (user_id, consumption_amount, consumption_cost,"
                + " consumption_date) VALUES (" + USER + ", 1.00, 0.70, '2024-01-31 10:00')");
        total = sink.prepareStatement(
                "SELECT total_consumption FROM ads_power_dashboard WHERE dashboard_id = '" + DASHBOARD + "'");
        writing = threads.scheduleAtFixedRate(this::write, 0, PACE_MILLIS, TimeUnit.MILLISECONDS);
        watching = threads.scheduleWithFixedDelay(this::watch, 0, POLL_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void write() {
        try {
            committed.set(written.get() + 1, System.nanoTime());
            insert.executeUpdate();
            written.incrementAndGet();
        } catch (SQLException e) {
            throw new IllegalStateException("A reading could not be written: " + e.getMessage(), e);
        }
    }

    private void watch() {
        try (ResultSet row = total.executeQuery()) {
            int arrived = row.next() ? row.getObject(1, BigDecimal.class).intValueExact() : 0;
            long now = System.nanoTime();
            for (int reading = seen.get() + 1; reading <= arrived; reading++) {
                ages.recordValue(TimeUnit.NANOSECONDS.toMillis(now - committed.get(reading)));
            }
            seen.set(arrived);
        } catch (SQLException e) {
            throw new IllegalStateException("The sink could not be read: " + e.getMessage(), e);
        }
    }

    /**
     * Ends the writing, waits until the sink shows all of it, and tells the ages in milliseconds.
     *
     * @throws ExecutionException when writing or watching failed
     */
    Histogram stop() throws ExecutionException, InterruptedException {
        if (!writing.cancel(false)) {
            writing.get();
        }
        ContainerWarehouse.patiently("the sink shows all readings")
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    if (watching.isDone()) {
                        watching.get();
                    }
                    return seen.get() == written.get();
                });
        threads.shutdown();
        if (!threads.awaitTermination(ContainerWarehouse.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("The watch on the sink does not end");
        }
        return ages;
    }

    @Override
    public void close() throws SQLException {
        threads.shutdownNow();
        source.close();
        sink.close();
    }
}
