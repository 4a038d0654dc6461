package io.gridhouse.console.load;

/**
 * How often a change of a reading is an insert, an update or a delete.
 *
 * @param insertPercent 0 to 100
 * @param updatePercent 0 to 100
 * @param deletePercent 0 to 100; the three add up to 100
 */
public record OperationMix(int insertPercent, int updatePercent, int deletePercent) {

    /**
     * Checks the percentages.
     *
     * @throws IllegalArgumentException when one is negative or they don't add up to 100
     */
    public OperationMix {
        if (insertPercent < 0 || updatePercent < 0 || deletePercent < 0) {
            throw new IllegalArgumentException("mix has a negative percentage: %d/%d/%d. Each is 0 to 100."
                    .formatted(insertPercent, updatePercent, deletePercent));
        }
        int sum = insertPercent + updatePercent + deletePercent;
        if (sum != 100) {
            throw new IllegalArgumentException("mix %d/%d/%d adds up to %d: insert, update and delete make 100 percent."
                    .formatted(insertPercent, updatePercent, deletePercent, sum));
        }
    }

    /**
     * Parses the form in which a person writes a mix.
     *
     * @param text for example {@code 60/35/5}: insert, update, delete; not null
     * @throws IllegalArgumentException when it has another form, or the percentages are wrong
     */
    public static OperationMix parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("mix '" + text + "' is not insert/update/delete, for example 60/35/5.");
        }
        try {
            return new OperationMix(
                    Integer.parseInt(parts[0].strip()),
                    Integer.parseInt(parts[1].strip()),
                    Integer.parseInt(parts[2].strip()));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "mix '" + text + "' holds something else than whole percentages, for example 60/35/5.", e);
        }
    }
}
