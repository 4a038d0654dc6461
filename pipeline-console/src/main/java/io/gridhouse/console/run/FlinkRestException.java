package io.gridhouse.console.run;

import java.io.Serial;

/** A Flink cluster does not answer, or refuses what it was asked. */
public final class FlinkRestException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** One line that names the cluster and what to do. */
    FlinkRestException(String message, Throwable cause) {
        super(message, cause);
    }
}
