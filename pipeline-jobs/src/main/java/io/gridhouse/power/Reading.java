package io.gridhouse.power;

import io.gridhouse.core.table.RowSchema;
import java.time.LocalDateTime;

/**
 * A reading that broke no rule, without what the layers above ODS do not use: what the join keeps of it.
 *
 * @param amount 1/100 kWh
 * @param cost 1/100 元
 * @param date local time in the business zone
 */
public record Reading(long consumptionId, long userId, long amount, long cost, LocalDateTime date) {

    /** Columns of a reading in state. */
    public static final RowSchema<Reading> SCHEMA = RowSchema.of(Reading.class)
            .bigint("consumption_id", Reading::consumptionId)
            .bigint("user_id", Reading::userId)
            .decimal("amount", 10, 2, Reading::amount)
            .decimal("cost", 10, 2, Reading::cost)
            .timestamp("date", 6, Reading::date)
            .build(f -> new Reading(f.bigint(), f.bigint(), f.decimal(), f.decimal(), f.timestamp()));

    /**
     * The reading of a source row.
     *
     * @return null when the row misses a value without which no rule lets it pass
     */
    static Reading of(PowerConsumption row) {
        if (row.userId() == null
                || row.consumptionAmount() == null
                || row.consumptionCost() == null
                || row.consumptionDate() == null) {
            return null;
        }
        return new Reading(
                row.consumptionId(),
                row.userId(),
                row.consumptionAmount(),
                row.consumptionCost(),
                row.consumptionDate());
    }
}
