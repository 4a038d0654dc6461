package io.gridhouse.console.load;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.SplittableRandom;

/** How a bad reading is bad. Each breaks exactly one of the data-quality rules and keeps the others. */
public enum Flaw {
    /** The amount is negative, and the meter ran backwards with it. */
    NEGATIVE_AMOUNT,
    /** The cost is negative. */
    NEGATIVE_COST,
    /** The amount is null. */
    NULL_AMOUNT,
    /** The amount is NaN; without meters, which could not agree with it. */
    NAN_AMOUNT,
    /** The cost is NaN. */
    NAN_COST,
    /** The date is null. */
    NULL_DATE,
    /** The date is infinite. */
    INFINITE_DATE,
    /** The date is in 1970, as of a meter that lost its clock. */
    DATE_IN_1970,
    /** The date is more than ten days ahead. */
    DATE_AHEAD,
    /** The meters disagree with the amount by 0.02 to 100 kWh. */
    INCONSISTENT_METERS,
    /** The user is null. */
    NULL_USER;

    private static final Flaw[] ALL = values();
    private static final int SECONDS_PER_DAY = 24 * 3600;

    /** Draws a flaw, all being equally likely. */
    static Flaw draw(SplittableRandom random) {
        return ALL[random.nextInt(ALL.length)];
    }

    /**
     * The reading with this flaw.
     *
     * @param reading a good one; not null
     * @param now about when the row commits, in the business zone, whole seconds; not null
     * @param random says how far off it is; not null
     */
    public ReadingRow spoil(Reading reading, LocalDateTime now, SplittableRandom random) {
        String amount = ReadingRow.decimal(reading.amount());
        String cost = ReadingRow.decimal(reading.cost());
        String date = reading.date().toString();
        String before = ReadingRow.decimal(reading.meterBefore());
        String after = ReadingRow.decimal(reading.meterAfter());
        Long user = reading.userId();
        switch (this) {
            case NEGATIVE_AMOUNT -> {
                amount = ReadingRow.decimal(-reading.amount());
                String start = before;
                before = after;
                after = start;
            }
            case NEGATIVE_COST -> cost = ReadingRow.decimal(-reading.cost());
            case NULL_AMOUNT -> amount = null;
            case NAN_AMOUNT -> {
                amount = "NaN";
                before = null;
                after = null;
            }
            case NAN_COST -> cost = "NaN";
            case NULL_DATE -> date = null;
            case INFINITE_DATE -> date = random.nextBoolean() ? "infinity" : "-infinity";
            case DATE_IN_1970 ->
                date = LocalDate.EPOCH
                        .atStartOfDay()
                        .plusSeconds(random.nextInt(30 * SECONDS_PER_DAY))
                        .toString();
            case DATE_AHEAD ->
                date = now.plusDays(11)
                        .plusSeconds(random.nextInt(20 * SECONDS_PER_DAY))
                        .toString();
            case INCONSISTENT_METERS ->
                before = ReadingRow.decimal(
                        // Lowered where it can be, so that the meter after it stays in its column's range.
                        reading.meterBefore() > 10_000
                                ? reading.meterBefore() - random.nextLong(2, 10_001)
                                : reading.meterBefore() + random.nextLong(2, 10_001));
            case NULL_USER -> user = null;
        }
        return new ReadingRow(user, amount, cost, date, before, after, null);
    }
}
