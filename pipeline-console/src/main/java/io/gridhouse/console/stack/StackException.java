package io.gridhouse.console.stack;

/**
 * The embedded stack could not start. The message says what failed, where, and what to do about it;
 * it is meant to be shown to a person as it is.
 */
public final class StackException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message what, where, what to do; not null
     */
    public StackException(String message) {
        super(message);
    }

    /**
     * @param message what, where, what to do; not null
     * @param cause the failure underneath; may be null
     */
    public StackException(String message, Throwable cause) {
        super(message, cause);
    }
}
