package io.gridhouse.power;

import io.gridhouse.core.cdc.Capture;
import io.gridhouse.core.cdc.CaptureOptions;
import io.gridhouse.core.change.Change;
import io.gridhouse.core.change.ChangeTypeInfo;
import io.gridhouse.core.change.RowTypeInfo;
import io.gridhouse.core.change.TaggedChange;
import io.gridhouse.core.change.TaggedChangeTypeInfo;
import io.gridhouse.core.operator.Assemble;
import io.gridhouse.core.operator.DimensionJoin;
import io.gridhouse.core.operator.Project;
import io.gridhouse.core.operator.QualityGate;
import io.gridhouse.core.operator.Quarantine;
import io.gridhouse.core.operator.Rekey;
import io.gridhouse.core.operator.RetractingAggregate;
import io.gridhouse.core.operator.RowField;
import io.gridhouse.core.operator.TopN;
import io.gridhouse.core.quality.Quarantined;
import io.gridhouse.core.table.RowSchema;
import io.gridhouse.core.table.TableSpec;
import java.time.ZoneId;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;

/**
 * The power warehouse as one job: reads like its specification, from the source to the sink.
 *
 * <p>Sinks that several keys of an operator can feed for one row of the table (a reading that moves to another user, a
 * user that moves to another region) read a stream that is shuffled by the table's key; all others read the operator
 * whose key is the table's, or determines it.
 */
public final class PowerPipeline {

    /** Where the tables go. */
    public interface Tables {
        /** The sink of a Fluss table. */
        <T> Sink<Change<T>> layer(TableSpec<T> table);

        /** The sink of the table that is served. */
        <T> Sink<Change<T>> served(TableSpec<T> table);
    }

    private final Tables tables;
    private final ZoneId businessZone;
    private final int rankingLimit;

    /**
     * A warehouse.
     *
     * @param rankingLimit users ranked per region and day; {@link TopN#ALL} for all
     */
    public PowerPipeline(Tables tables, ZoneId businessZone, int rankingLimit) {
        this.tables = tables;
        this.businessZone = businessZone;
        this.rankingLimit = rankingLimit;
    }

    /** Adds the whole warehouse to a job. */
    public void define(StreamExecutionEnvironment environment, CaptureOptions options) {
        Capture capture = Capture.of(environment, options, PowerTables.captured());
        DataStream<Change<PowerUser>> users = capture.changes(PowerTables.SOURCE_USER);
        DataStream<Change<PowerConsumption>> consumptions = capture.changes(PowerTables.SOURCE_CONSUMPTION);
        writeInOrder(users, PowerTables.ODS_USER);
        writeInOrder(consumptions, PowerTables.ODS_CONSUMPTION);

        SingleOutputStreamOperator<Change<PowerConsumption>> clean = gate(consumptions);
        quarantine(clean, capture);
        DataStream<Change<ConsumptionDetail>> details = join(clean, users);
        DataStream<Change<UserDayTotals>> userDays = userDays(details);
        DataStream<Change<RegionHourlyStats>> hours = hours(details);
        dashboard(userDays, hours);
    }

    private SingleOutputStreamOperator<Change<PowerConsumption>> gate(DataStream<Change<PowerConsumption>> readings) {
        return readings.process(
                        new QualityGate<>(
                                PowerTables.SOURCE_CONSUMPTION.tableName(),
                                PowerConsumption.SCHEMA,
                                PowerConsumption::consumptionId,
                                new ReadingRule(businessZone)),
                        ChangeTypeInfo.of(PowerConsumption.SCHEMA))
                .uid(PowerOperator.GATE.uid())
                .name(PowerOperator.GATE.uid())
                .setParallelism(1);
    }

    private void quarantine(SingleOutputStreamOperator<Change<PowerConsumption>> gate, Capture capture) {
        DataStream<Change<Quarantined>> quarantined = bundled(
                gate.getSideOutput(QualityGate.VERDICTS)
                        .union(capture.unholdable())
                        .keyBy(change -> Quarantine.key(change.after()), Types.STRING),
                PowerOperator.QUARANTINE,
                Quarantined.SCHEMA,
                new Quarantine());
        write(quarantined, PowerTables.DWD_QUARANTINE);
    }

    private DataStream<Change<ConsumptionDetail>> join(
            DataStream<Change<PowerConsumption>> clean, DataStream<Change<PowerUser>> users) {
        DataStream<Change<Reading>> readings = clean.flatMap(
                        new Project<>(Reading::of), ChangeTypeInfo.of(Reading.SCHEMA))
                .uid(PowerOperator.READINGS.uid())
                .name(PowerOperator.READINGS.uid())
                .setParallelism(1);
        DataStream<Change<UserProfile>> profiles = users.flatMap(
                        new Project<>(UserProfile::of), ChangeTypeInfo.of(UserProfile.SCHEMA))
                .uid(PowerOperator.PROFILES.uid())
                .name(PowerOperator.PROFILES.uid())
                .setParallelism(1);
        DataStream<Change<ConsumptionDetail>> details = Rekey.by(
                        readings, Reading.SCHEMA, Reading::userId, Types.LONG, PowerOperator.READINGS_BY_USER.uid())
                .connect(profiles.keyBy(change -> change.row().userId(), Types.LONG))
                .transform(
                        PowerOperator.DETAILS.uid(),
                        ChangeTypeInfo.of(ConsumptionDetail.SCHEMA),
                        new DimensionJoin<>(
                                Reading.SCHEMA,
                                Reading::userId,
                                Reading::consumptionId,
                                UserProfile.SCHEMA,
                                UserProfile::userId,
                                ConsumptionDetail::join))
                .uid(PowerOperator.DETAILS.uid());
        write(details.keyBy(change -> change.row().consumptionId(), Types.LONG), PowerTables.DWD_DETAIL);
        return details;
    }

    private DataStream<Change<UserDayTotals>> userDays(DataStream<Change<ConsumptionDetail>> details) {
        DataStream<Change<UserDayTotals>> userDays = aggregate(
                details,
                ConsumptionDetail.SCHEMA,
                PowerOperator.DETAILS_BY_USER_DAY,
                ConsumptionDetail::userDay,
                UserDay.SCHEMA,
                PowerOperator.USER_DAYS,
                UserDayTotals.SCHEMA,
                new RetractingAggregate<>(ConsumptionDetail::userDay, UserDayTotals.ofDetails()));
        write(
                userDays.flatMap(new Project<>(UserDailyStats::of), ChangeTypeInfo.of(UserDailyStats.SCHEMA))
                        .uid(PowerOperator.USER_DAILY.uid())
                        .name(PowerOperator.USER_DAILY.uid()),
                PowerTables.DWS_USER_DAILY);
        return userDays;
    }

    private DataStream<Change<RegionHourlyStats>> hours(DataStream<Change<ConsumptionDetail>> details) {
        DataStream<Change<RegionHourlyStats>> hours = aggregate(
                details,
                ConsumptionDetail.SCHEMA,
                PowerOperator.DETAILS_BY_REGION_HOUR,
                ConsumptionDetail::regionHour,
                RegionHour.SCHEMA,
                PowerOperator.REGION_HOURS,
                RegionHourlyStats.SCHEMA,
                new RetractingAggregate<>(ConsumptionDetail::regionHour, RegionHourlyStats.ofDetails()));
        write(hours, PowerTables.DWS_REGION_HOURLY);
        return hours;
    }

    private void dashboard(DataStream<Change<UserDayTotals>> userDays, DataStream<Change<RegionHourlyStats>> hours) {
        KeyedStream<Change<UserDayTotals>, RegionDay> byRegionDay = Rekey.by(
                userDays,
                UserDayTotals.SCHEMA,
                UserDayTotals::regionDay,
                RowTypeInfo.of(RegionDay.SCHEMA),
                PowerOperator.USER_DAYS_BY_REGION_DAY.uid());
        DataStream<Change<RegionDailyStats>> stats = bundled(
                byRegionDay,
                PowerOperator.REGION_DAYS,
                RegionDailyStats.SCHEMA,
                new RetractingAggregate<>(UserDayTotals::regionDay, RegionDailyStats.ofUserDays()));
        DataStream<Change<UserRanking>> ranking = bundled(
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
        DataStream<Change<PeakHour>> peaks = aggregate(
                hours,
                RegionHourlyStats.SCHEMA,
                PowerOperator.HOURS_BY_REGION_DAY,
                RegionHourlyStats::regionDay,
                RegionDay.SCHEMA,
                PowerOperator.PEAKS,
                PeakHour.SCHEMA,
                new RetractingAggregate<>(RegionHourlyStats::regionDay, PeakHour.ofHours()));
        write(stats, PowerTables.DWS_REGION_DAILY);
        write(
                ranking.keyBy(change -> change.row().userDay(), RowTypeInfo.of(UserDay.SCHEMA)),
                PowerTables.DWS_USER_RANKING);

        DataStream<Change<UserRanking>> topUsers = ranking.flatMap(
                        new Project<>(row -> row.ranking() == 1 ? row : null), ChangeTypeInfo.of(UserRanking.SCHEMA))
                .uid(PowerOperator.TOP_USERS.uid())
                .name(PowerOperator.TOP_USERS.uid());
        Assemble.Builder<RegionDay> parts = new Assemble.Builder<>();
        int statsPart = parts.part(RegionDailyStats.SCHEMA, RegionDailyStats::regionDay);
        int peakPart = parts.part(PeakHour.SCHEMA, PeakHour::regionDay);
        int topPart = parts.part(UserRanking.SCHEMA, UserRanking::regionDay);
        TypeInformation<TaggedChange> partType = new TaggedChangeTypeInfo(parts.schemas());
        RowField<TaggedChange, RegionDay> key = parts.key();
        DataStream<Change<PowerDashboard>> dashboard = bundled(
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
        write(dashboard, PowerTables.ADS_DASHBOARD);
        dashboard
                .sinkTo(tables.served(PowerTables.ADS_DASHBOARD))
                .uid(servedUid())
                .name(servedUid());
    }

    private static <T> DataStream<TaggedChange> part(
            DataStream<Change<T>> changes, int tag, TypeInformation<TaggedChange> type, PowerOperator operator) {
        return changes.map(change -> new TaggedChange(tag, change), type)
                .uid(operator.uid())
                .name(operator.uid());
    }

    private static <I, K, O> DataStream<Change<O>> aggregate(
            DataStream<Change<I>> input,
            RowSchema<I> inputSchema,
            PowerOperator rekey,
            RowField<I, K> key,
            RowSchema<K> keySchema,
            PowerOperator operator,
            RowSchema<O> schema,
            RetractingAggregate<K, I, O> aggregate) {
        return bundled(
                Rekey.by(input, inputSchema, key, RowTypeInfo.of(keySchema), rekey.uid()), operator, schema, aggregate);
    }

    private static <I, K, O> DataStream<Change<O>> bundled(
            KeyedStream<I, K> input,
            PowerOperator operator,
            RowSchema<O> schema,
            OneInputStreamOperator<I, Change<O>> implementation) {
        return input.transform(operator.uid(), ChangeTypeInfo.of(schema), implementation)
                .uid(operator.uid());
    }

    /** Writes a stream that one subtask emits; a second writer would break its order. */
    private <T> void writeInOrder(DataStream<Change<T>> changes, TableSpec<T> table) {
        changes.sinkTo(tables.layer(table)).uid(uid(table)).name(uid(table)).setParallelism(1);
    }

    private <T> void write(DataStream<Change<T>> changes, TableSpec<T> table) {
        changes.sinkTo(tables.layer(table)).uid(uid(table)).name(uid(table));
    }

    static String uid(TableSpec<?> table) {
        return "write-" + table.name();
    }

    static String servedUid() {
        return "serve-" + PowerTables.ADS_DASHBOARD.name();
    }
}
