package io.gridhouse.console.load;

import java.time.LocalDateTime;

/**
 * What a meter said, without fault.
 *
 * @param userId 1 or more
 * @param usage decides the price; not null
 * @param amount hundredths of a kWh, greater than 0
 * @param date event time in the business zone, whole seconds; not null
 * @param meterBefore hundredths of a kWh, 0 or more
 * @param remark null for nothing to say
 */
public record Reading(long userId, UsageType usage, long amount, LocalDateTime date, long meterBefore, String remark) {

    /** What the amount costs, in 分. */
    public long cost() {
        return usage.cost(amount);
    }

    /** Where the meter stands after it, in hundredths of a kWh. */
    public long meterAfter() {
        return meterBefore + amount;
    }

    /** The row as it goes to the source. */
    public ReadingRow row() {
        return new ReadingRow(
                userId,
                ReadingRow.decimal(amount),
                ReadingRow.decimal(cost()),
                date.toString(),
                ReadingRow.decimal(meterBefore),
                ReadingRow.decimal(meterAfter()),
                remark);
    }
}
