package io.gridhouse.core.cdc;

import java.io.Serial;

/** A value that PostgreSQL can store and the row's type cannot hold: NaN, some times. Has no stack trace. */
final class UnholdableValueException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** The message is the reason's code, {@code <column>_nan}, {@code _infinite} or {@code _unholdable}. */
    UnholdableValueException(String reason) {
        super(reason, null, false, false);
    }
}
