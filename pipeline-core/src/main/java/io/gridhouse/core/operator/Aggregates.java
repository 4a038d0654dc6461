package io.gridhouse.core.operator;

/** The measures of one group, as the result function reads them. */
public interface Aggregates {

    /** Rows in the group; at least 1. */
    long rows();

    /** A sum. */
    long sum(Aggregation.Sum sum);

    /** A number of distinct members. */
    long distinct(Aggregation.Distinct distinct);

    /** The greatest number. */
    long maximum(Aggregation.Extreme maximum) throws Exception;

    /** The least number. */
    long minimum(Aggregation.Extreme minimum) throws Exception;

    /** The least number of a range. */
    long least(Aggregation.Range range) throws Exception;

    /** The greatest number of a range. */
    long greatest(Aggregation.Range range) throws Exception;

    /** The member that has the extreme; on a tie the least. */
    long memberOf(Aggregation.Extreme extreme) throws Exception;

    /** A value that all rows share; while they differ, the one that was added last of those that a row has. */
    <V> V shared(Aggregation.Shared<V> shared);

    /** The greatest text in byte order; null when all are null. */
    String greatest(Aggregation.GreatestText text) throws Exception;
}
