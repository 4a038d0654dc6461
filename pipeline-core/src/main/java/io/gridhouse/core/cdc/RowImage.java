package io.gridhouse.core.cdc;

import io.gridhouse.core.table.RowSource;

/** A row of a captured table as it was before or after a change; its values, and their texts as PostgreSQL prints them. */
interface RowImage extends RowSource {

    /** The text of a column of the source table, captured or not; null where it is null. */
    String text(String column);

    /** Every captured column's text, null where it is null. */
    String[] texts();
}
