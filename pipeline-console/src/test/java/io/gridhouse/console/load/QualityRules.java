package io.gridhouse.console.load;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.EnumSet;
import java.util.Set;

/** The data-quality rules of the warehouse, written anew for the tests of the generator. */
final class QualityRules {

    private static final BigDecimal METER_TOLERANCE = new BigDecimal("0.01");

    enum Rule {
        AMOUNT,
        COST,
        DATE,
        METERS,
        USER
    }

    private QualityRules() {}

    static Set<Rule> broken(ReadingRow row, LocalDateTime commit) {
        Set<Rule> broken = EnumSet.noneOf(Rule.class);
        if (isBadNumber(row.amount())) {
            broken.add(Rule.AMOUNT);
        }
        if (isBadNumber(row.cost())) {
            broken.add(Rule.COST);
        }
        if (isBadDate(row.date(), commit)) {
            broken.add(Rule.DATE);
        }
        if (disagree(row)) {
            broken.add(Rule.METERS);
        }
        if (row.userId() == null) {
            broken.add(Rule.USER);
        }
        return broken;
    }

    private static boolean isBadNumber(String number) {
        return number == null || number.equals("NaN") || new BigDecimal(number).signum() < 0;
    }

    private static boolean isBadDate(String date, LocalDateTime commit) {
        if (date == null || date.endsWith("infinity")) {
            return true;
        }
        LocalDateTime parsed = LocalDateTime.parse(date);
        return parsed.isBefore(LocalDateTime.parse("2000-01-01T00:00:00")) || parsed.isAfter(commit.plusDays(1));
    }

    private static boolean disagree(ReadingRow row) {
        if (row.meterBefore() == null || row.meterAfter() == null || row.amount() == null) {
            return false;
        }
        if (row.amount().equals("NaN")) {
            return true;
        }
        BigDecimal difference = new BigDecimal(row.meterAfter())
                .subtract(new BigDecimal(row.meterBefore()))
                .subtract(new BigDecimal(row.amount()));
        return difference.abs().compareTo(METER_TOLERANCE) > 0;
    }
}
