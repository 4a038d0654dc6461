package io.gridhouse.console.cli;

/** What the process tells its caller. */
public final class ExitCode {

    /** All is well. */
    public static final int FINE = 0;

    /** The check failed: a layer differs from the oracle, or the job failed. */
    public static final int CHECK_FAILED = 1;

    /** Wrong usage: an unknown command, option or setting. */
    public static final int WRONG_USAGE = 2;

    /** Something that is needed can't be reached or is not as it must be; nothing was started. */
    public static final int NOT_READY = 3;

    private ExitCode() {}
}
