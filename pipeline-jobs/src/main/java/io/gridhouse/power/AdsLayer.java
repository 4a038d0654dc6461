package io.gridhouse.power;

import io.gridhouse.core.change.Change;
import io.gridhouse.core.change.ChangeTypeInfo;
import io.gridhouse.core.change.RowTypeInfo;
import io.gridhouse.core.change.TaggedChange;
import io.gridhouse.core.change.TaggedChangeTypeInfo;
import io.gridhouse.core.operator.Assemble;
import io.gridhouse.core.operator.Project;
import io.gridhouse.core.operator.Rekey;
import io.gridhouse.core.operator.RetractingAggregate;
import io.gridhouse.core.operator.RisingPositions;
import io.gridhouse.core.operator.RowField;
import io.gridhouse.core.operator.TopN;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;

/** One row per region and day with everything that the dashboard shows. */
final class AdsLayer {

    private AdsLayer() {}

    /** The users at rank 1 of a ranking that brings all changes of a region's day in their order. */
    static DataStream<Change<UserRanking>> topUsers(DataStream<Change<UserRanking>> ranking) {
        return Operators.project(
                ranking,
                PowerOperator.TOP_USERS,
                UserRanking.SCHEMA,
                new Project<>(row -> row.ranking() == 1 ? row : null));
    }

    /**
     * The users at rank 1 of a ranking whose rows come from several buckets: two may claim the first place for a moment,
     * or nobody, so that the totals decide.
     */
    static DataStream<Change<UserRanking>> topUsersOfUnordered(DataStream<Change<UserRanking>> ranking) {
        return Operators.bundled(
                Rekey.by(
                        ranking,
                        UserRanking.SCHEMA,
                        UserRanking::regionDay,
                        RowTypeInfo.of(RegionDay.SCHEMA),
                        PowerOperator.RANKING_BY_REGION_DAY.uid()),
                PowerOperator.TOP_USER,
                UserRanking.SCHEMA,
                new TopN<>(
                        UserRanking::regionDay,
                        UserRanking.SCHEMA,
                        UserRanking::totalConsumption,
                        UserRanking::userId,
                        1,
                        UserRanking::at));
    }

    /** Raises the positions of a dashboard whose parts were read from tables that nothing orders. */
    static DataStream<Change<PowerDashboard>> withRisingPositions(DataStream<Change<PowerDashboard>> dashboard) {
        return Operators.stillKeyed(dashboard, PowerDashboard::regionDay, RegionDay.SCHEMA)
                .process(new RisingPositions<>(), ChangeTypeInfo.of(PowerDashboard.SCHEMA))
                .uid(PowerOperator.DASHBOARD_POSITIONS.uid())
                .name(PowerOperator.DASHBOARD_POSITIONS.uid());
    }

    /** Assembles the dashboard. */
    static DataStream<Change<PowerDashboard>> dashboard(
            DataStream<Change<RegionDailyStats>> stats,
            DataStream<Change<RegionHourlyStats>> hours,
            DataStream<Change<UserRanking>> topUsers) {
        DataStream<Change<PeakHour>> peaks = Operators.aggregate(
                hours,
                RegionHourlyStats.SCHEMA,
                PowerOperator.HOURS_BY_REGION_DAY,
                RegionHourlyStats::regionDay,
                RegionDay.SCHEMA,
                PowerOperator.PEAKS,
                PeakHour.SCHEMA,
                new RetractingAggregate<>(RegionHourlyStats::regionDay, PeakHour.ofHours()));
        Assemble.Builder<RegionDay> parts = new Assemble.Builder<>();
        int statsPart = parts.part(RegionDailyStats.SCHEMA, RegionDailyStats::regionDay);
        int peakPart = parts.part(PeakHour.SCHEMA, PeakHour::regionDay);
        int topPart = parts.part(UserRanking.SCHEMA, UserRanking::regionDay);
        TypeInformation<TaggedChange> partType = new TaggedChangeTypeInfo(parts.schemas());
        RowField<TaggedChange, RegionDay> key = parts.key();
        return Operators.bundled(
                part(stats, statsPart, partType, PowerOperator.STATS_PART)
                        .union(
                                part(peaks, peakPart, partType, PowerOperator.PEAK_PART),
                                part(topUsers, topPart, partType, PowerOperator.TOP_PART))
                        .keyBy(key::apply, RowTypeInfo.of(RegionDay.SCHEMA)),
                PowerOperator.DASHBOARD,
                PowerDashboard.SCHEMA,
                parts.into((day, p) -> PowerDashboard.of(
                        day,
                        p.part(statsPart, RegionDailyStats.SCHEMA),
                        p.part(peakPart, PeakHour.SCHEMA),
                        p.part(topPart, UserRanking.SCHEMA))));
    }

    private static <T> DataStream<TaggedChange> part(
            DataStream<Change<T>> changes, int tag, TypeInformation<TaggedChange> type, PowerOperator operator) {
        return changes.map(change -> new TaggedChange(tag, change), type)
                .uid(operator.uid())
                .name(operator.uid());
    }
}
