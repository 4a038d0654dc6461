package io.gridhouse.console.load;

/** Is told how far a history is loaded. Called on the loading thread, after each committed piece. */
@FunctionalInterface
public interface HistoryProgress {

    /** Tells nobody. */
    HistoryProgress SILENT = (table, done, total) -> {};

    /**
     * A piece is committed.
     *
     * @param table {@code power_user} or {@code power_consumption}; never null
     * @param done rows committed so far
     * @param total rows there will be
     */
    void loaded(String table, long done, long total);
}
