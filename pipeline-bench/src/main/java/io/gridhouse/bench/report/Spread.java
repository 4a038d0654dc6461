package io.gridhouse.bench.report;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;

/**
 * Several measurements of the same thing.
 *
 * @param median the middle one, or the mean of the two in the middle
 * @param least the least
 * @param greatest the greatest
 * @param count how many there are
 */
public record Spread(double median, double least, double greatest, int count) {

    /**
     * Of some values.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static Spread of(Collection<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("There is no spread of nothing");
        }
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1], sorted.length);
    }

    /** For a person: the median, and the extremes when there are several values. */
    public String text() {
        String digits = Arrays.stream(new double[] {median, least, greatest}).allMatch(value -> value >= 100)
                ? "%,.0f"
                : "%,.1f";
        return count == 1
                ? String.format(Locale.ROOT, digits, median)
                : String.format(Locale.ROOT, digits + " (" + digits + "–" + digits + ")", median, least, greatest);
    }
}
