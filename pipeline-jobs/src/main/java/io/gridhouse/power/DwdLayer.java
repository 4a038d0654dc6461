package io.gridhouse.power;

import io.gridhouse.core.change.Change;
import io.gridhouse.core.change.ChangeTypeInfo;
import io.gridhouse.core.operator.DimensionJoin;
import io.gridhouse.core.operator.Keyed;
import io.gridhouse.core.operator.Project;
import io.gridhouse.core.operator.Rekey;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;

/** Clean readings with their user's columns. */
final class DwdLayer {

    private DwdLayer() {}

    /** Joins, and writes the details. */
    static DataStream<Change<ConsumptionDetail>> details(
            DataStream<Change<PowerConsumption>> clean, DataStream<Change<PowerUser>> users, LayerTables tables) {
        DataStream<Change<Reading>> readings =
                Operators.project(clean, PowerOperator.READINGS, Reading.SCHEMA, new Project<>(Reading::of));
        DataStream<Change<UserProfile>> profiles =
                Operators.project(users, PowerOperator.PROFILES, UserProfile.SCHEMA, new Project<>(UserProfile::of));
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
        tables.write(
                Keyed.by(details, change -> change.row().consumptionId(), Types.LONG),
                ConsumptionDetail::consumptionId,
                PowerTables.DWD_DETAIL);
        return details;
    }
}
