package io.gridhouse.core.config;

import java.io.Serial;

/** A setting is missing, unknown or wrong. The message names it, where it came from and what to do. */
public final class SettingsException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    public SettingsException(String message) {
        super(message);
    }

    public SettingsException(String message, Throwable cause) {
        super(message, cause);
    }
}
