package io.gridhouse.core.cdc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The numbers by which PostgreSQL knows captured tables. A table that gets another name keeps its number. */
final class RelationIds {

    private RelationIds() {}

    /**
     * Names as {@link CapturedTable#qualifiedName}, by number.
     *
     * @throws SQLException when a table does not exist under its name: what is changed in one that was renamed would not
     *     be noticed
     */
    static Map<Integer, String> of(CaptureOptions options, List<CapturedTable<?>> tables) throws SQLException {
        Map<Integer, String> names = new HashMap<>();
        try (Connection connection = options.database().connect();
                PreparedStatement query = connection.prepareStatement("select to_regclass(?)::oid::bigint")) {
            for (CapturedTable<?> table : tables) {
                query.setString(1, table.qualifiedName());
                try (ResultSet row = query.executeQuery()) {
                    row.next();
                    long id = row.getLong(1);
                    if (row.wasNull()) {
                        throw new SQLException("Table %s does not exist in %s: if it was renamed, give it its name back"
                                .formatted(table.qualifiedName(), options.database()));
                    }
                    // Unsigned, as in the replication protocol.
                    names.put((int) id, table.qualifiedName());
                }
            }
        }
        return names;
    }
}
