package io.gridhouse.console.load;

/**
 * What a history load wrote.
 *
 * @param users rows of {@code power_user}
 * @param readings rows of {@code power_consumption}, bad ones included
 * @param badReadings of these, how many break a data-quality rule
 */
public record HistoryTotals(long users, long readings, long badReadings) {}
