package io.gridhouse.console.load;

import io.gridhouse.console.load.KnownReadings.Known;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/**
 * Reads once, when a live load starts, what it has to know of the source: users, meters, a sample of the good readings
 * and the bad ones. So a load goes on from any state, whoever made it. Costs a scan of power_consumption.
 */
final class SourceState {

    private static final int MAX_FLAWED = 10_000;
    private static final int FETCH_ROWS = 10_000;

    /** The data-quality rules, NaN being greater than any number; the parameter is the latest date allowed. */
    private static final String GOOD = """
            consumption_amount BETWEEN 0 AND 99999999.99 AND consumption_cost BETWEEN 0 AND 99999999.99
            AND consumption_date BETWEEN '2000-01-01' AND ? AND user_id IS NOT NULL
            AND coalesce(abs(meter_reading_after - meter_reading_before - consumption_amount) <= 0.01, true)
            """;

    private final Connection connection;
    private final LoadProfile profile;
    private final LocalDateTime latestDate;

    SourceState(Connection connection, LoadProfile profile, LocalDateTime now) {
        this.connection = connection;
        this.profile = profile;
        latestDate = now.plusDays(1);
    }

    /** Users, their types and their meters. */
    UserPopulation readPopulation() throws SQLException {
        UserPopulation population = new UserPopulation(profile.maxUserId(), 0, new UserGenerator(profile.seed()));
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(FETCH_ROWS);
            try (ResultSet users =
                    statement.executeQuery("SELECT user_id, usage_type FROM power_user WHERE user_id BETWEEN 1 AND "
                            + population.maxUserId())) {
                while (users.next()) {
                    int userId = users.getInt(1);
                    population.setExists(userId, true);
                    UsageType.ofLabel(users.getString(2)).ifPresent(type -> population.setUsage(userId, type));
                }
            }
            // The greatest (key, meter) of a user is where its meter stood last.
            try (ResultSet meters = statement.executeQuery("""
                    SELECT user_id, (max(ARRAY[consumption_id, (meter_reading_after * 100)::BIGINT]))[2]
                    FROM power_consumption
                    WHERE meter_reading_after BETWEEN 0 AND 99999999.99 AND user_id BETWEEN 1 AND %d
                    GROUP BY user_id
                    """.formatted(population.maxUserId()))) {
                while (meters.next()) {
                    population.setMeter(meters.getInt(1), meters.getLong(2));
                }
            }
        }
        return population;
    }

    /**
     * What each lane starts with.
     *
     * @param random chooses the sample
     */
    List<LaneStart> readLanes(SplittableRandom random) throws SQLException {
        List<LaneStart> lanes = new ArrayList<>();
        for (int lane = 0; lane < profile.connections(); lane++) {
            lanes.add(new LaneStart(
                    new KnownReadings(LaneStart.CAPACITY), new KnownReadings(LaneStart.CAPACITY), new ArrayList<>()));
        }
        readSample(lanes, random);
        readFlawed(lanes);
        return lanes;
    }

    private void readSample(List<LaneStart> lanes, SplittableRandom random) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT consumption_id, user_id, consumption_date, meter_reading_before FROM power_consumption
                WHERE %s AND consumption_id = ANY (?) AND user_id BETWEEN 1 AND ?
                    AND meter_reading_before >= 0 AND meter_reading_after >= 0
                ORDER BY consumption_id
                """.formatted(GOOD))) {
            statement.setFetchSize(FETCH_ROWS);
            statement.setObject(1, latestDate);
            statement.setArray(2, connection.createArrayOf("int8", sampleIds(lanes.size(), random)));
            statement.setInt(3, profile.maxUserId());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    int userId = rows.getInt(2);
                    BigDecimal before = rows.getBigDecimal(4);
                    lanes.get((userId - 1) % lanes.size())
                            .history()
                            .add(
                                    new Known(
                                            rows.getLong(1),
                                            userId,
                                            rows.getObject(3, LocalDateTime.class),
                                            before.unscaledValue().longValueExact()),
                                    random);
                }
            }
        }
    }

    /** Keys between the least and the greatest: all where they are few, else drawn at random. */
    private Long[] sampleIds(int lanes, SplittableRandom random) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet bounds = statement.executeQuery(
                        "SELECT min(consumption_id), max(consumption_id) FROM power_consumption")) {
            bounds.next();
            long min = bounds.getLong(1);
            long max = bounds.getLong(2);
            if (bounds.wasNull()) {
                return new Long[0];
            }
            int wanted = lanes * LaneStart.CAPACITY;
            LongStream ids = max - min < wanted ? LongStream.rangeClosed(min, max) : random.longs(wanted, min, max + 1);
            return ids.boxed().toArray(Long[]::new);
        }
    }

    private void readFlawed(List<LaneStart> lanes) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT consumption_id FROM power_consumption WHERE NOT coalesce(%s, false)
                ORDER BY consumption_id LIMIT %d
                """.formatted(GOOD, MAX_FLAWED))) {
            statement.setObject(1, latestDate);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    long id = rows.getLong(1);
                    lanes.get((int) Math.floorMod(id, (long) lanes.size()))
                            .flawedIds()
                            .add(id);
                }
            }
        }
    }
}
