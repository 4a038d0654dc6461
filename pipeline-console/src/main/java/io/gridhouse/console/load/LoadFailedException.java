package io.gridhouse.console.load;

/** A live load stopped by itself. The message names the statement and the key; the cause is what happened. */
public final class LoadFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what, where and what to do; not null
     * @param cause not null
     */
    public LoadFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
