package io.gridhouse.core.cdc;

import io.gridhouse.core.table.RowSchema;
import java.io.Serializable;
import java.util.List;

/**
 * A source table that is captured.
 *
 * @param schemaName PostgreSQL schema, usually {@code public}
 * @param tableName without schema
 * @param schema the row; every column must exist at the source under its name
 * @param key names of the primary key's columns
 */
public record CapturedTable<T>(String schemaName, String tableName, RowSchema<T> schema, List<String> key)
        implements Serializable {

    public CapturedTable {
        key = List.copyOf(key);
    }

    /** {@code schema.table}, as PostgreSQL and Debezium name it. */
    public String qualifiedName() {
        return schemaName + "." + tableName;
    }
}
