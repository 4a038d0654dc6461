package io.gridhouse.power;

import io.gridhouse.core.table.RowSchema;
import java.time.LocalDateTime;

/**
 * A meter reading, as the source holds it. Everything but the id may be null.
 *
 * @param consumptionId primary key
 * @param userId who consumed
 * @param consumptionAmount 1/100 kWh
 * @param consumptionCost 1/100 元
 * @param consumptionDate event time, local in the business zone, microseconds
 * @param meterReadingBefore 1/100 kWh
 * @param meterReadingAfter 1/100 kWh
 */
public record PowerConsumption(
        long consumptionId,
        Long userId,
        Long consumptionAmount,
        Long consumptionCost,
        LocalDateTime consumptionDate,
        Long meterReadingBefore,
        Long meterReadingAfter,
        String remark) {

    /** Columns of {@code power_consumption}. */
    public static final RowSchema<PowerConsumption> SCHEMA = RowSchema.of(PowerConsumption.class)
            .bigint("consumption_id", PowerConsumption::consumptionId)
            .bigintOrNull("user_id", PowerConsumption::userId)
            .decimalOrNull("consumption_amount", 10, 2, PowerConsumption::consumptionAmount)
            .decimalOrNull("consumption_cost", 10, 2, PowerConsumption::consumptionCost)
            .timestampOrNull("consumption_date", 6, PowerConsumption::consumptionDate)
            .decimalOrNull("meter_reading_before", 10, 2, PowerConsumption::meterReadingBefore)
            .decimalOrNull("meter_reading_after", 10, 2, PowerConsumption::meterReadingAfter)
            .stringOrNull("remark", PowerConsumption::remark)
            .build(f -> new PowerConsumption(
                    f.bigint(),
                    f.bigintOrNull(),
                    f.decimalOrNull(),
                    f.decimalOrNull(),
                    f.timestampOrNull(),
                    f.decimalOrNull(),
                    f.decimalOrNull(),
                    f.stringOrNull()));
}
