package io.gridhouse.core.quality;

import io.gridhouse.core.table.RowSchema;

/**
 * What the quality check says of one row of a source table after a change.
 *
 * @param sourceTable the table's name
 * @param sourceKey the row's primary key as text
 * @param reason the code of the rule that the row breaks; null when it breaks none or is gone
 * @param payload the row as a JSON object of texts; null exactly when {@code reason} is
 */
public record Verdict(String sourceTable, String sourceKey, String reason, String payload) {

    /** Columns of a verdict on its way to the quarantine. */
    public static final RowSchema<Verdict> SCHEMA = RowSchema.of(Verdict.class)
            .string("source_table", Verdict::sourceTable)
            .string("source_key", Verdict::sourceKey)
            .stringOrNull("reason", Verdict::reason)
            .stringOrNull("payload", Verdict::payload)
            .build(f -> new Verdict(f.string(), f.string(), f.stringOrNull(), f.stringOrNull()));

    /** The row may enter the layers, or is gone. */
    public static Verdict fine(String table, String key) {
        return new Verdict(table, key, null, null);
    }

    /** True when the row belongs into the quarantine. */
    public boolean isViolation() {
        return reason != null;
    }
}
