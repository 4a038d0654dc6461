package io.gridhouse.console.load;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;

/**
 * When on a day readings are taken: a low night, a morning peak from 8 and a higher evening peak from 18. The numbers
 * are our own and stand for no real grid; within an hour all seconds are alike.
 */
public final class DailyLoadShape {

    private static final int[] HOUR_WEIGHTS = {
        20, 16, 14, 13, 14, 18, 30, 48, 68, 72, 64, 55, 50, 48, 47, 48, 52, 60, 76, 90, 88, 74, 50, 32
    };
    private static final int SECONDS_PER_HOUR = 3600;
    private static final double[] UNTIL_HOUR = cumulated();

    private DailyLoadShape() {}

    /**
     * The moment at which a part of the day's readings is taken.
     *
     * @param fraction 0 to 1, 1 excluded
     * @return whole seconds; a greater fraction is never earlier
     */
    public static LocalTime at(double fraction) {
        int hour = 0;
        while (hour < 23 && fraction >= UNTIL_HOUR[hour + 1]) {
            hour++;
        }
        double within = (fraction - UNTIL_HOUR[hour]) / (UNTIL_HOUR[hour + 1] - UNTIL_HOUR[hour]);
        int second = Math.min((int) (within * SECONDS_PER_HOUR), SECONDS_PER_HOUR - 1);
        return LocalTime.ofSecondOfDay((long) hour * SECONDS_PER_HOUR + second);
    }

    /**
     * The part of a day's readings that is taken before a time: the inverse of {@link #at}.
     *
     * @param time not null
     * @return 0 to 1, 1 excluded
     */
    public static double until(LocalTime time) {
        int hour = time.getHour();
        double within = (time.toSecondOfDay() - hour * SECONDS_PER_HOUR) / (double) SECONDS_PER_HOUR;
        return UNTIL_HOUR[hour] + within * (UNTIL_HOUR[hour + 1] - UNTIL_HOUR[hour]);
    }

    /**
     * The moment at which a part of a history's readings is taken. The history is whole days and today up to now.
     *
     * @param fraction 0 to 1, 1 excluded
     * @param days 1 or more, today included
     * @param now the end of the history; not null
     * @param zone where the days begin; not null
     * @return whole seconds in the zone, not after now; a greater fraction is never earlier
     */
    public static LocalDateTime at(double fraction, int days, Instant now, ZoneId zone) {
        LocalDateTime end = LocalDateTime.ofInstant(now, zone);
        LocalDate firstDay = end.toLocalDate().minusDays(days - 1L);
        double position = fraction * (days - 1 + until(end.toLocalTime()));
        int day = (int) position;
        return LocalDateTime.of(firstDay.plusDays(day), at(position - day));
    }

    private static double[] cumulated() {
        double total = 0;
        for (int weight : HOUR_WEIGHTS) {
            total += weight;
        }
        double[] until = new double[HOUR_WEIGHTS.length + 1];
        double sum = 0;
        for (int hour = 0; hour < HOUR_WEIGHTS.length; hour++) {
            sum += HOUR_WEIGHTS[hour];
            until[hour + 1] = sum / total;
        }
        return until;
    }
}
