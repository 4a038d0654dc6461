package io.gridhouse.core.cdc;

import java.io.Serial;

/** A value that PostgreSQL can store and the row's type cannot hold: NaN, an infinite time. Has no stack trace. */
final class UnholdableValueException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** The message is the reason's code, {@code <column>_nan} or {@code <column>_infinite}. */
    UnholdableValueException(String reason) {
        super(reason, null, false, false);
    }
}
