package io.gridhouse.power;

import io.gridhouse.core.quality.QualityRule;
import java.io.Serial;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;

/**
 * What a reading must keep to enter the layers above ODS. The first broken rule gives the reason. The oracle says the
 * same in SQL, in the view {@code oracle_checked_reading}.
 *
 * @param businessZone whose wall clock {@code consumption_date} shows
 */
public record ReadingRule(ZoneId businessZone) implements QualityRule<PowerConsumption> {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final LocalDateTime EARLIEST = LocalDateTime.of(2000, 1, 1, 0, 0);
    private static final Duration AHEAD = Duration.ofDays(1);

    /** 0.01 kWh. */
    private static final long METER_TOLERANCE = 1;

    @Override
    public String violation(PowerConsumption row, long commitMillis) {
        if (row.userId() == null) {
            return "user_id_null";
        }
        if (row.consumptionAmount() == null) {
            return "amount_null";
        }
        if (row.consumptionAmount() < 0) {
            return "amount_negative";
        }
        if (row.consumptionCost() == null) {
            return "cost_null";
        }
        if (row.consumptionCost() < 0) {
            return "cost_negative";
        }
        if (row.consumptionDate() == null) {
            return "date_null";
        }
        if (row.consumptionDate().isBefore(EARLIEST)) {
            return "date_too_early";
        }
        LocalDateTime committed = LocalDateTime.ofInstant(Instant.ofEpochMilli(commitMillis), businessZone);
        if (row.consumptionDate().isAfter(committed.plus(AHEAD))) {
            return "date_in_future";
        }
        if (row.meterReadingBefore() != null
                && row.meterReadingAfter() != null
                && Math.abs(row.meterReadingAfter() - row.meterReadingBefore() - row.consumptionAmount())
                        > METER_TOLERANCE) {
            return "meter_mismatch";
        }
        return null;
    }
}
