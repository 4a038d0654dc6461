package io.gridhouse.bench.workload;

/**
 * How a user with many readings moved to another region.
 *
 * @param readings of the user
 * @param seconds from before the commit of the move until the sink shows all of it: the days of the old region gone, those
 *     of the new one with the same total
 * @param others ages of changes of another region that were committed meanwhile and in the seconds after
 */
public record Move(int readings, double seconds, Latency others) {}
