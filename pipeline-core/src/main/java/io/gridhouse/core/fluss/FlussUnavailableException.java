package io.gridhouse.core.fluss;

import java.io.Serial;

/** Fluss can't be reached, or did not do what it was asked to. The message says what. */
public final class FlussUnavailableException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    FlussUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
