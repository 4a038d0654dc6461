package io.gridhouse.bench.workload;

/**
 * How a user with many readings moved to another region.
 *
 * @param readings of the user
 * @param seconds from before the commit of the move until the sink shows all of it: the days of the old region gone, those
 *     of the new one with the same total
 * @param missedCheckpoints failed ones, from the commit until one that was triggered with it ended; 0 for a peer without
 * @param others ages of changes of another region that were committed in the 5 s from the commit on, or until the move was shown
 */
public record Move(int readings, double seconds, long missedCheckpoints, Latency others) {}
