package io.gridhouse.power;

import io.gridhouse.core.change.Change;
import io.gridhouse.core.change.ChangeTypeInfo;
import io.gridhouse.core.operator.QualityGate;
import io.gridhouse.core.operator.Quarantine;
import io.gridhouse.core.quality.Quarantined;
import io.gridhouse.core.quality.Verdict;
import java.time.ZoneId;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * Exact copies of the source tables, and the rows that break a rule.
 *
 * <p>The quarantine belongs here although its table is one of DWD: what no row type can hold is never in an ODS table, and
 * the table must have one writer.
 */
final class OdsLayer {

    private OdsLayer() {}

    /** Writes the copies; returns nothing, since what is behind reads the captured streams. */
    static void copy(
            DataStream<Change<PowerUser>> users, DataStream<Change<PowerConsumption>> readings, LayerTables tables) {
        tables.writeInOrder(users, PowerTables.ODS_USER);
        tables.writeInOrder(readings, PowerTables.ODS_CONSUMPTION);
    }

    /** Readings that keep the rules; what breaks them comes from its side output. */
    static SingleOutputStreamOperator<Change<PowerConsumption>> gate(
            DataStream<Change<PowerConsumption>> readings, ZoneId businessZone) {
        return readings.process(
                        new QualityGate<>(
                                PowerTables.SOURCE_CONSUMPTION.tableName(),
                                PowerConsumption.SCHEMA,
                                PowerConsumption::consumptionId,
                                new ReadingRule(businessZone)),
                        ChangeTypeInfo.of(PowerConsumption.SCHEMA))
                .uid(PowerOperator.GATE.uid())
                .name(PowerOperator.GATE.uid())
                .setParallelism(readings.getParallelism());
    }

    /** Writes what breaks a rule, and what no row type can hold. */
    static void quarantine(
            SingleOutputStreamOperator<Change<PowerConsumption>> gate,
            DataStream<Change<Verdict>> unholdable,
            LayerTables tables) {
        DataStream<Change<Quarantined>> quarantined = Operators.bundled(
                gate.getSideOutput(QualityGate.VERDICTS)
                        .union(unholdable)
                        .keyBy(change -> Quarantine.key(change.after()), Types.STRING),
                PowerOperator.QUARANTINE,
                Quarantined.SCHEMA,
                new Quarantine());
        tables.write(quarantined, PowerTables.DWD_QUARANTINE);
    }
}
