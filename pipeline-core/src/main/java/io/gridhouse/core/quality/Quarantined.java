package io.gridhouse.core.quality;

import io.gridhouse.core.table.RowSchema;
import io.gridhouse.core.table.TableSpec;
import java.time.Instant;

/**
 * A source row that stands in quarantine.
 *
 * @param sourceTable the table's name
 * @param sourceKey the row's primary key as text
 * @param reason the code of the rule it breaks
 * @param payload the row as a JSON object of texts
 * @param firstSeen commit time of the change that brought it here
 * @param lastSeen commit time of its latest change
 */
public record Quarantined(
        String sourceTable, String sourceKey, String reason, String payload, Instant firstSeen, Instant lastSeen) {

    /** Columns of the quarantine. */
    public static final RowSchema<Quarantined> SCHEMA = RowSchema.of(Quarantined.class)
            .string("source_table", Quarantined::sourceTable)
            .string("source_key", Quarantined::sourceKey)
            .stringOrNull("reason", Quarantined::reason)
            .stringOrNull("payload", Quarantined::payload)
            .instantOrNull("first_seen", 3, Quarantined::firstSeen)
            .instantOrNull("last_seen", 3, Quarantined::lastSeen)
            .build(f -> new Quarantined(
                    f.string(), f.string(), f.stringOrNull(), f.stringOrNull(), f.instantOrNull(), f.instantOrNull()));

    /** A quarantine table of the given name. */
    public static TableSpec<Quarantined> table(String name) {
        return TableSpec.of(name, SCHEMA, "source_table", "source_key");
    }
}
