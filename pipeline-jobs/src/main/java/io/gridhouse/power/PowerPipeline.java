package io.gridhouse.power;

import io.gridhouse.core.cdc.Capture;
import io.gridhouse.core.cdc.CaptureOptions;
import io.gridhouse.core.change.Change;
import io.gridhouse.core.change.RowTypeInfo;
import io.gridhouse.core.fluss.FlussOptions;
import io.gridhouse.core.fluss.FlussTableSource;
import io.gridhouse.core.operator.TopN;
import java.time.ZoneId;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The power warehouse, as one job or one per layer. It reads like its specification, from the source to the sink.
 *
 * <p>Sinks that several keys of an operator can feed for one row of the table (a reading that moves to another user, a
 * user that moves to another region) read a stream that is shuffled by the table's key; all others read the operator
 * whose key is the table's, or determines it.
 */
public final class PowerPipeline {

    private final LayerTables tables;
    private final ZoneId businessZone;
    private final int rankingLimit;

    /**
     * A warehouse.
     *
     * @param rankingLimit users ranked per region and day; {@link TopN#ALL} for all
     */
    public PowerPipeline(LayerTables tables, ZoneId businessZone, int rankingLimit) {
        this.tables = tables;
        this.businessZone = businessZone;
        this.rankingLimit = rankingLimit;
    }

    /** Adds the whole warehouse to one job. */
    public void define(StreamExecutionEnvironment environment, CaptureOptions options) {
        Capture capture = Capture.of(environment, options, PowerTables.captured(), tables.beforeSnapshot());
        SingleOutputStreamOperator<Change<PowerConsumption>> clean = capture(capture);
        DataStream<Change<ConsumptionDetail>> details =
                DwdLayer.details(clean, capture.changes(PowerTables.SOURCE_USER), tables);
        DwsLayer dws = DwsLayer.of(details, rankingLimit, tables);
        DataStream<Change<PowerDashboard>> dashboard =
                AdsLayer.dashboard(dws.regionDays(), dws.hours(), AdsLayer.topUsers(dws.ranking()));
        tables.write(dashboard, PowerTables.ADS_DASHBOARD);
        tables.serve(dashboard, PowerTables.ADS_DASHBOARD);
    }

    private SingleOutputStreamOperator<Change<PowerConsumption>> capture(Capture capture) {
        DataStream<Change<PowerConsumption>> readings = capture.changes(PowerTables.SOURCE_CONSUMPTION);
        OdsLayer.copy(capture.changes(PowerTables.SOURCE_USER), readings, tables);
        SingleOutputStreamOperator<Change<PowerConsumption>> clean = OdsLayer.gate(readings, businessZone);
        OdsLayer.quarantine(clean, capture.unholdable(), tables);
        return clean;
    }

    /** Adds one layer to a job of its own, which reads the layer below from Fluss. */
    void define(PowerLayer layer, StreamExecutionEnvironment environment, CaptureOptions options, FlussOptions fluss) {
        LayerReader below = layer == PowerLayer.ODS
                ? null
                : new LayerReader(FlussTableSource.of(environment, fluss, layer.reads(), options.bundleMillis()));
        switch (layer) {
            case ODS -> capture(Capture.of(environment, options, PowerTables.captured(), tables.beforeSnapshot()));
            case DWD ->
                DwdLayer.details(
                        OdsLayer.gate(
                                below.changes(PowerTables.ODS_CONSUMPTION, PowerConsumption::consumptionId, Types.LONG),
                                businessZone),
                        below.changes(PowerTables.ODS_USER, PowerUser::userId, Types.LONG),
                        tables);
            case DWS ->
                DwsLayer.of(
                        below.changes(PowerTables.DWD_DETAIL, ConsumptionDetail::consumptionId, Types.LONG),
                        rankingLimit,
                        tables);
            case ADS -> ads(below);
            case SINK ->
                tables.serve(
                        below.changes(
                                PowerTables.ADS_DASHBOARD, PowerDashboard::regionDay, RowTypeInfo.of(RegionDay.SCHEMA)),
                        PowerTables.ADS_DASHBOARD);
        }
    }

    private void ads(LayerReader below) {
        DataStream<Change<PowerDashboard>> dashboard = AdsLayer.dashboard(
                below.changes(
                        PowerTables.DWS_REGION_DAILY, RegionDailyStats::regionDay, RowTypeInfo.of(RegionDay.SCHEMA)),
                below.changes(
                        PowerTables.DWS_REGION_HOURLY,
                        RegionHourlyStats::regionHour,
                        RowTypeInfo.of(RegionHour.SCHEMA)),
                AdsLayer.topUsersOfUnordered(below.changes(
                        PowerTables.DWS_USER_RANKING, UserRanking::userDay, RowTypeInfo.of(UserDay.SCHEMA))));
        DataStream<Change<PowerDashboard>> restored = tables.restored(
                Operators.stillKeyed(dashboard, PowerDashboard::regionDay, RegionDay.SCHEMA),
                PowerDashboard::regionDay,
                PowerTables.ADS_DASHBOARD);
        tables.write(AdsLayer.withRisingPositions(restored), PowerTables.ADS_DASHBOARD);
    }
}
