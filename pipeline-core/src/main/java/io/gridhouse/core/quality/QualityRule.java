package io.gridhouse.core.quality;

import java.io.Serializable;

/** The business rules for rows of one source table; pure. */
@FunctionalInterface
public interface QualityRule<T> extends Serializable {

    /**
     * The code of the first rule that the row breaks, or null when it breaks none.
     *
     * @param row not null
     * @param commitMillis when the change that made the row was committed, milliseconds since the epoch
     */
    String violation(T row, long commitMillis);
}
