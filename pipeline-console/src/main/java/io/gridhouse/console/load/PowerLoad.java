package io.gridhouse.console.load;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A live load on the source: commits row changes at a rate until it is stopped. Open loop: it keeps to the clock, and
 * catches up after a stall; {@link #behind()} tells how far behind it is.
 *
 * <pre>{@code
 * try (PowerLoad load = PowerLoad.start(source, profile, 5_000, clock.instant())) {
 *     ...
 *     load.check();
 *     LoadCounts counts = load.stop();
 * }
 * }</pre>
 *
 * <p>It goes on from any state of the source, reading once what it has to know. Each connection keeps to its own users
 * and readings, and makes the same sequence of changes from the same seed; only the keys of new readings depend on how
 * the connections interleave. An error ends the whole load and is thrown by {@link #check()} or {@link #stop()}.
 */
public final class PowerLoad implements AutoCloseable {

    /** By which {@code pg_stat_activity} shows the load's sessions. */
    public static final String APPLICATION_NAME = "gridhouse-load";

    private static final Logger LOG = LoggerFactory.getLogger(PowerLoad.class);
    private static final long SALT = 0x4C69_7665L;
    private static final double MAX_RATE = 10_000_000;
    private static final Duration PATIENCE = Duration.ofMillis(400);

    private final LoadCounters counters = new LoadCounters();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final List<LoadSession> sessions = new ArrayList<>();
    private final List<LoadLane> lanes = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile long stoppedNanos;
    private volatile boolean stopped;
    private boolean reported;

    private PowerLoad() {}

    /**
     * Reads the state of the source and starts to change it.
     *
     * @param source the database with both tables; gives one connection per {@link LoadProfile#connections()}, not
     *     through a pooler that shares sessions; not null
     * @param profile not null
     * @param changesPerSecond row changes per second over all connections, more than 0
     * @param now event time of the start, from where it goes on with the clock; not null
     * @throws IllegalArgumentException when the rate is out of range, or there are fewer users than connections
     * @throws SQLException when the source can't be reached or read
     */
    public static PowerLoad start(DataSource source, LoadProfile profile, double changesPerSecond, Instant now)
            throws SQLException {
        if (!(changesPerSecond > 0 && changesPerSecond <= MAX_RATE)) {
            throw new IllegalArgumentException(
                    "The rate is " + changesPerSecond + " changes/s: it must be more than 0, up to " + MAX_RATE + ".");
        }
        PowerLoad load = new PowerLoad();
        try {
            load.open(source, profile, changesPerSecond, now);
        } catch (SQLException | RuntimeException e) {
            load.closeSessions(e);
            throw e;
        }
        load.threads.forEach(Thread::start);
        return load;
    }

    /** What is committed so far. */
    public LoadCounts counts() {
        return counters.snapshot();
    }

    /** Whether it is still changing rows: neither stopped nor failed. */
    public boolean isRunning() {
        return threads.stream().anyMatch(Thread::isAlive);
    }

    /**
     * How long the next change is overdue. Up to 10 ms are normal, since changes go out in small groups; more says that
     * the rate is not held. After a stop, what it was then.
     */
    public Duration behind() {
        long now = stopped ? stoppedNanos : System.nanoTime();
        return Duration.ofNanos(Math.max(
                0, lanes.stream().mapToLong(lane -> lane.nanosBehind(now)).max().orElse(0)));
    }

    /**
     * Throws when the load has failed. Once thrown, {@link #stop()} and {@link #close()} don't repeat it.
     *
     * @throws LoadFailedException naming the statement and the key
     */
    public synchronized void check() {
        Throwable cause = failure.get();
        if (cause != null && !reported) {
            reported = true;
            throw new LoadFailedException(
                    "The load stopped after " + counts().changes() + " changes. " + cause.getMessage(), cause);
        }
    }

    /**
     * Ends the load within a second. A statement that waits, for example on another session's lock, is cancelled, its
     * transaction rolled back and not counted. A second call changes nothing.
     *
     * @return what was committed
     * @throws LoadFailedException when the load had failed before and nobody was told yet
     */
    public synchronized LoadCounts stop() {
        if (!stopped) {
            lanes.forEach(LoadLane::stop);
            threads.forEach(LockSupport::unpark);
            if (!join()) {
                sessions.forEach(this::cancel);
                if (!join()) {
                    sessions.forEach(this::abort);
                }
            }
            stoppedNanos = System.nanoTime();
            stopped = true;
            closeSessions(null);
        }
        check();
        return counts();
    }

    /** As {@link #stop()}. */
    @Override
    public void close() {
        stop();
    }

    private void open(DataSource source, LoadProfile profile, double rate, Instant now) throws SQLException {
        for (int lane = 0; lane < profile.connections(); lane++) {
            sessions.add(LoadSession.open(source, profile.rowsPerTransaction()));
        }
        SplittableRandom random = new SplittableRandom(profile.seed() ^ SALT);
        UserPopulation population;
        List<LaneStart> starts;
        try (Connection connection = source.getConnection()) {
            // Within a transaction results come in pieces, and memory stays flat.
            connection.setAutoCommit(false);
            LocalDateTime localNow = BusinessTime.at(now, profile.zone());
            SourceState state = new SourceState(connection, profile, localNow);
            population = state.readPopulation();
            starts = state.readLanes(random);
            connection.commit();
        }
        long startNanos = System.nanoTime();
        for (int lane = 0; lane < profile.connections(); lane++) {
            LoadSession session = sessions.get(lane);
            LaneUsers users = new LaneUsers(population, profile, lane);
            LoadSequence sequence = new LoadSequence(profile, users, starts.get(lane), session, random.split());
            lanes.add(new LoadLane(
                    session,
                    sequence,
                    counters,
                    profile.rowsPerTransaction(),
                    rate * users.share(),
                    now,
                    startNanos,
                    this::fail));
            Thread thread = new Thread(lanes.get(lane), "gridhouse-load-" + lane);
            thread.setDaemon(true);
            threads.add(thread);
        }
    }

    private void fail(Throwable cause) {
        boolean stopping = lanes.stream().anyMatch(LoadLane::isStopping);
        if (stopping || !failure.compareAndSet(null, cause)) {
            // The consequence of a stop, or a second failure: the first is the one to tell.
            LOG.warn("A connection of the load ended while the load was stopping: {}", cause.getMessage());
            return;
        }
        lanes.forEach(LoadLane::stop);
        threads.forEach(LockSupport::unpark);
    }

    private boolean join() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        boolean interrupted = false;
        for (Thread thread : threads) {
            long millis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()));
            try {
                thread.join(millis);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return !isRunning();
    }

    private void cancel(LoadSession session) {
        try {
            session.cancel();
        } catch (SQLException e) {
            LOG.warn("A statement of the load could not be cancelled: {}", e.getMessage());
        }
    }

    private void abort(LoadSession session) {
        try {
            session.abort(Runnable::run);
        } catch (SQLException e) {
            LOG.warn("A connection of the load could not be broken off: {}", e.getMessage());
        }
    }

    private void closeSessions(Exception reason) {
        for (LoadSession session : sessions) {
            try {
                session.close();
            } catch (SQLException e) {
                if (reason != null) {
                    reason.addSuppressed(e);
                } else {
                    LOG.warn("A connection of the load did not close cleanly: {}", e.getMessage());
                }
            }
        }
    }
}
