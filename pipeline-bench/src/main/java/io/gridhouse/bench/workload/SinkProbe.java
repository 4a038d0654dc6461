package io.gridhouse.bench.workload;

import io.gridhouse.console.load.PowerLoad;
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
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import org.HdrHistogram.Histogram;

/**
 * Measures from outside how old a change is when the sink shows it: commits readings of 1.00 kWh for a region of its own
 * at a steady pace, and polls the total of that region's day. It knows nothing of the peer.
 *
 * <p>Readings are committed by the clock, whether earlier ones have arrived or not, so that a slow moment is met by as
 * many readings as a fast one. An age counts from before the commit to the end of the poll that saw it, so it is too
 * great by up to one poll.
 */
final class SinkProbe implements AutoCloseable {

    /** 50 readings per second: 3,000 in the 60 s of a measured part, thirty of them beyond the 99th percentile. */
    private static final long PACE_MILLIS = 20;

    private static final long POLL_MILLIS = 2;
    private static final int MOST_READINGS = 100_000;

    /** Above every user and region that the load generator makes. */
    private static final int FIRST_USER = 900_000_000;

    private static final int FIRST_REGION = 4_711;
    private static final double MICROS_PER_MILLI = 1_000;
    private static final long HIGHEST_MICROS = Duration.ofHours(1).toNanos() / 1_000;
    private static final Duration STOP = Duration.ofSeconds(30);

    /** What it costs PostgreSQL is the load's and not the peer's. */
    private static final String NAME_SESSION = "SET application_name = '" + PowerLoad.APPLICATION_NAME + "'";

    private final Connection source;
    private final Connection sink;
    private final PreparedStatement insert;
    private final PreparedStatement total;
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2, work -> {
        Thread thread = new Thread(work, "sink-probe");
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicLongArray committed = new AtomicLongArray(MOST_READINGS + 1);
    private final AtomicLongArray shown = new AtomicLongArray(MOST_READINGS + 1);
    private final Future<?> watching;
    private Future<?> writing;
    private volatile int written;
    private volatile int seen;

    /**
     * Begins to watch; the first reading is committed by {@link #commit()} or {@link #begin()}.
     *
     * @param number tells this probe's rows from those of others in the same database
     */
    SinkProbe(Settings settings, int number) throws SQLException {
        int user = FIRST_USER + number;
        int region = FIRST_REGION + number;
        source = settings.source().connect();
        sink = settings.sink().connect();
        try (Statement statement = source.createStatement()) {
            statement.execute(NAME_SESSION);
            statement.execute("INSERT INTO power_user (user_id, user_name, usage_type, region_id, region_name) VALUES ("
                    + user + ", '表前', '居民', " + region + ", '测试区')");
        }
        try (Statement statement = sink.createStatement()) {
            statement.execute(NAME_SESSION);
        }
        insert = source.prepareStatement("INSERT INTO power_consumption (user_id, consumption_amount, consumption_cost,"
                + " consumption_date) VALUES (" + user + ", 1.00, 0.70, '2024-01-31 10:00')");
        total = sink.prepareStatement(
                "SELECT total_consumption FROM ads_power_dashboard WHERE dashboard_id = 'DASHBOARD_" + region
                        + "_2024-01-31' AND stat_date = '2024-01-31' AND region_id = " + region);
        watching = threads.scheduleWithFixedDelay(this::watch, 0, POLL_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Begins to commit at the steady pace. */
    void begin() {
        writing = threads.scheduleAtFixedRate(this::commit, 0, PACE_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Ends the committing. */
    void end() throws ExecutionException, InterruptedException {
        if (!writing.cancel(false)) {
            writing.get();
        }
    }

    /** Commits one reading now. */
    void commit() {
        if (written == MOST_READINGS) {
            throw new IllegalStateException("The probe has room for " + MOST_READINGS + " readings only");
        }
        try {
            committed.set(written + 1, System.nanoTime());
            insert.executeUpdate();
            written = written + 1;
        } catch (SQLException e) {
            throw new IllegalStateException("The probe's reading could not be written: " + e.getMessage(), e);
        }
    }

    private void watch() {
        try (ResultSet row = total.executeQuery()) {
            int arrived = row.next() ? row.getObject(1, BigDecimal.class).intValueExact() : 0;
            long now = System.nanoTime();
            for (int reading = seen + 1; reading <= arrived; reading++) {
                shown.set(reading, now);
            }
            seen = Math.max(seen, arrived);
        } catch (SQLException e) {
            throw new IllegalStateException("The probe could not read the sink: " + e.getMessage(), e);
        }
    }

    /** How many readings were committed so far. */
    int written() {
        return written;
    }

    /**
     * True when the sink shows that many readings.
     *
     * @throws ExecutionException when watching or writing has failed
     */
    boolean shows(int readings) throws ExecutionException, InterruptedException {
        for (Future<?> task : writing == null ? new Future<?>[] {watching} : new Future<?>[] {watching, writing}) {
            if (task.isDone() && !task.isCancelled()) {
                task.get();
            }
        }
        return seen >= readings;
    }

    /** When the sink showed a reading, by {@link System#nanoTime()}; it must have. */
    long shownNanos(int reading) {
        return shown.get(reading);
    }

    /** The ages of some readings. Those that the sink does not show yet count with the age they have reached. */
    Latency ages(int after, int upTo) {
        Histogram ages = new Histogram(1, HIGHEST_MICROS, 3);
        long now = System.nanoTime();
        for (int reading = after + 1; reading <= upTo; reading++) {
            long end = shown.get(reading) == 0 ? now : shown.get(reading);
            ages.recordValue(Math.min(HIGHEST_MICROS, (end - committed.get(reading)) / 1_000));
        }
        return new Latency(
                ages.getTotalCount(),
                ages.getValueAtPercentile(50) / MICROS_PER_MILLI,
                ages.getValueAtPercentile(95) / MICROS_PER_MILLI,
                ages.getValueAtPercentile(99) / MICROS_PER_MILLI,
                ages.getValueAtPercentile(99.9) / MICROS_PER_MILLI,
                ages.getMaxValue() / MICROS_PER_MILLI);
    }

    @Override
    public void close() throws SQLException, InterruptedException {
        threads.shutdownNow();
        boolean ended = threads.awaitTermination(STOP.toSeconds(), TimeUnit.SECONDS);
        source.close();
        sink.close();
        if (!ended) {
            throw new IllegalStateException("The probe's threads do not end");
        }
    }
}
