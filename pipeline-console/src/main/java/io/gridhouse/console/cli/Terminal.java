package io.gridhouse.console.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where the console speaks to a person: steps, tables and a status line that renews itself on a terminal, and goes on
 * in lines of its own elsewhere. UTF-8 whatever the platform's charset.
 */
public final class Terminal {

    private static final String CLEAR_LINE = "\r\u001b[2K";

    private final PrintStream out =
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    private final PrintStream err =
            new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    private final boolean interactive = System.console() != null && !"dumb".equals(System.getenv("TERM"));
    private boolean statusShown;

    /** True when somebody watches a terminal, so that a line can be renewed. */
    public boolean isInteractive() {
        return interactive;
    }

    /** Prints a line. */
    public synchronized void line(String text) {
        clearStatus();
        out.println(text);
    }

    /** Prints a step that was taken, indented. */
    public void step(String text) {
        line("  " + text);
    }

    /** Shows the status; on a terminal it takes the place of the one before. */
    public synchronized void status(String text) {
        if (interactive) {
            out.print(CLEAR_LINE + text);
            out.flush();
            statusShown = true;
        } else {
            out.println(text);
        }
    }

    /** Prints what went wrong. */
    public synchronized void error(String text) {
        clearStatus();
        err.println(text);
    }

    private void clearStatus() {
        if (statusShown) {
            out.print(CLEAR_LINE);
            statusShown = false;
        }
    }
}
