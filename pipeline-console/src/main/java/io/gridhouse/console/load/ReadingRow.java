package io.gridhouse.console.load;

import java.math.BigDecimal;

/**
 * A row of {@code power_consumption} without its key, as PostgreSQL reads it. Texts, because the source can hold what
 * no Java number can: NaN amounts and infinite dates. Every column may be null.
 *
 * @param userId the user
 * @param amount kWh
 * @param cost 元
 * @param date event time in the business zone, ISO 8601 or {@code infinity}
 * @param meterBefore kWh
 * @param meterAfter kWh
 * @param remark free text
 */
public record ReadingRow(
        Long userId, String amount, String cost, String date, String meterBefore, String meterAfter, String remark) {

    private static final String VALUE_COLUMNS =
            "user_id, consumption_amount, consumption_cost, consumption_date, meter_reading_before,"
                    + " meter_reading_after, remark";

    /** The columns without the key, in the order of {@link #writeTo(RowText)}, separated by commas. */
    public static String columns() {
        return VALUE_COLUMNS;
    }

    /**
     * An exact decimal with two digits after the point.
     *
     * @param hundredths of a kWh or 元
     */
    static String decimal(long hundredths) {
        return BigDecimal.valueOf(hundredths, 2).toPlainString();
    }

    /** Writes all columns but the key, and ends the row that the caller began. */
    void writeTo(RowText text) {
        text.column(userId)
                .column(amount)
                .column(cost)
                .column(date)
                .column(meterBefore)
                .column(meterAfter)
                .column(remark)
                .end();
    }
}
