package io.gridhouse.console.load;

/**
 * Committed row changes at one moment. A statement that met no row, because another session deleted it, is none.
 *
 * @param inserted readings inserted
 * @param updated readings updated
 * @param deleted readings deleted
 * @param users users inserted, updated or deleted
 * @param bad of the inserted and updated readings, those that broke a data-quality rule
 */
public record LoadCounts(long inserted, long updated, long deleted, long users, long bad) {

    /** All row changes: readings and users. */
    public long changes() {
        return inserted + updated + deleted + users;
    }
}
