package io.gridhouse.core.operator;

/**
 * The measures of one group, as the result function reads them.
 *
 * @param <I> the row aggregated
 */
public interface Aggregates<I> {

    /**
     * The row that was added last, for values that all rows of the group share.
     *
     * @throws IllegalStateException when the aggregation does not keep it
     */
    I latest() throws Exception;

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

    /** The member that has the extreme; on a tie the least. */
    long memberOf(Aggregation.Extreme extreme) throws Exception;

    /** The greatest text in byte order; null when all are null. */
    String greatest(Aggregation.GreatestText text) throws Exception;
}
