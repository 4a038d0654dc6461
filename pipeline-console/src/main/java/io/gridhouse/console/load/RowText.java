package io.gridhouse.console.load;

/**
 * Writes rows as PostgreSQL reads them: as lines of COPY, or as an array of composite values. The caller begins a row,
 * gives its columns in order and ends it. Not thread-safe.
 *
 * <p>The generators' texts need no escaping; a text that would is refused, so that it can't be written wrongly.
 */
final class RowText {

    private final StringBuilder out = new StringBuilder();
    private final boolean copy;
    private boolean firstColumn = true;
    private int rows;

    private RowText(boolean copy) {
        this.copy = copy;
    }

    /** Lines for {@code COPY ... FROM STDIN}: columns between tabs, null is {@code \N}. */
    static RowText copyLines() {
        return new RowText(true);
    }

    /** An array literal: {@code {"(1,,2)","(3,4,5)"}}; null is nothing between two commas. */
    static RowText compositeArray() {
        return new RowText(false);
    }

    RowText begin() {
        if (!copy) {
            out.append(rows == 0 ? "\"(" : ",\"(");
        }
        firstColumn = true;
        return this;
    }

    /** Adds a column: its {@code toString()}, or null. */
    RowText column(Object value) {
        separate();
        if (value != null) {
            String text = value.toString();
            requirePlain(text);
            out.append(text);
        } else if (copy) {
            out.append("\\N");
        }
        return this;
    }

    /** Adds a number column. */
    RowText column(long value) {
        separate();
        out.append(value);
        return this;
    }

    void end() {
        out.append(copy ? "\n" : ")\"");
        rows++;
    }

    /** Characters written so far. */
    int length() {
        return out.length();
    }

    /** Returns what was written and starts anew. */
    String take() {
        String text = copy ? out.toString() : "{" + out + "}";
        out.setLength(0);
        rows = 0;
        return text;
    }

    private void separate() {
        if (!firstColumn) {
            out.append(copy ? '\t' : ',');
        }
        firstColumn = false;
    }

    private static void requirePlain(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("An empty text would be read as null.");
        }
        for (int i = 0; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case ',', '(', ')', '"', '\\', '{', '}', ' ', '\t', '\r', '\n' ->
                    throw new IllegalArgumentException("'" + text + "' would need escaping, which is not done here.");
                default -> {
                    // Stands for itself.
                }
            }
        }
    }
}
