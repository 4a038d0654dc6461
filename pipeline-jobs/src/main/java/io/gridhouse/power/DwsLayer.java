package io.gridhouse.power;

import io.gridhouse.core.change.Change;
import io.gridhouse.core.change.RowTypeInfo;
import io.gridhouse.core.operator.Keyed;
import io.gridhouse.core.operator.Project;
import io.gridhouse.core.operator.Rekey;
import io.gridhouse.core.operator.RetractingAggregate;
import io.gridhouse.core.operator.TopN;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;

/**
 * Regions by day and hour, users by day and their ranking.
 *
 * @param regionDays key: region and day
 * @param hours key: region, day and hour
 * @param ranking key: user and day
 */
record DwsLayer(
        DataStream<Change<RegionDailyStats>> regionDays,
        DataStream<Change<RegionHourlyStats>> hours,
        DataStream<Change<UserRanking>> ranking) {

    /** Aggregates, and writes all tables of the layer. */
    static DwsLayer of(DataStream<Change<ConsumptionDetail>> details, int rankingLimit, LayerTables tables) {
        DataStream<Change<UserDayTotals>> userDays = Operators.aggregate(
                details,
                ConsumptionDetail.SCHEMA,
                PowerOperator.DETAILS_BY_USER_DAY,
                ConsumptionDetail::userDay,
                UserDay.SCHEMA,
                PowerOperator.USER_DAYS,
                UserDayTotals.SCHEMA,
                new RetractingAggregate<>(ConsumptionDetail::userDay, UserDayTotals.ofDetails()));
        tables.write(
                Operators.stillKeyed(
                        Operators.project(
                                userDays,
                                PowerOperator.USER_DAILY,
                                UserDailyStats.SCHEMA,
                                new Project<>(UserDailyStats::of)),
                        UserDailyStats::userDay,
                        UserDay.SCHEMA),
                UserDailyStats::userDay,
                PowerTables.DWS_USER_DAILY);
        DataStream<Change<RegionHourlyStats>> hours = Operators.aggregate(
                details,
                ConsumptionDetail.SCHEMA,
                PowerOperator.DETAILS_BY_REGION_HOUR,
                ConsumptionDetail::regionHour,
                RegionHour.SCHEMA,
                PowerOperator.REGION_HOURS,
                RegionHourlyStats.SCHEMA,
                new RetractingAggregate<>(ConsumptionDetail::regionHour, RegionHourlyStats.ofDetails()));
        tables.write(
                Operators.stillKeyed(hours, RegionHourlyStats::regionHour, RegionHour.SCHEMA),
                RegionHourlyStats::regionHour,
                PowerTables.DWS_REGION_HOURLY);
        return byRegionDay(userDays, hours, rankingLimit, tables);
    }

    private static DwsLayer byRegionDay(
            DataStream<Change<UserDayTotals>> userDays,
            DataStream<Change<RegionHourlyStats>> hours,
            int rankingLimit,
            LayerTables tables) {
        KeyedStream<Change<UserDayTotals>, RegionDay> byRegionDay = Rekey.by(
                userDays,
                UserDayTotals.SCHEMA,
                UserDayTotals::regionDay,
                RowTypeInfo.of(RegionDay.SCHEMA),
                PowerOperator.USER_DAYS_BY_REGION_DAY.uid());
        DataStream<Change<RegionDailyStats>> regionDays = Operators.bundled(
                byRegionDay,
                PowerOperator.REGION_DAYS,
                RegionDailyStats.SCHEMA,
                new RetractingAggregate<>(UserDayTotals::regionDay, RegionDailyStats.ofUserDays()));
        tables.write(
                Operators.stillKeyed(regionDays, RegionDailyStats::regionDay, RegionDay.SCHEMA),
                RegionDailyStats::regionDay,
                PowerTables.DWS_REGION_DAILY);
        DataStream<Change<UserRanking>> ranking = Operators.bundled(
                byRegionDay,
                PowerOperator.RANKING,
                UserRanking.SCHEMA,
                new TopN<>(
                        UserDayTotals::regionDay,
                        UserDayTotals.SCHEMA,
                        UserDayTotals::totalConsumption,
                        UserDayTotals::userId,
                        rankingLimit,
                        UserRanking::of));
        tables.write(
                Keyed.by(ranking, change -> change.row().userDay(), RowTypeInfo.of(UserDay.SCHEMA)),
                UserRanking::userDay,
                PowerTables.DWS_USER_RANKING);
        return new DwsLayer(regionDays, hours, ranking);
    }
}
