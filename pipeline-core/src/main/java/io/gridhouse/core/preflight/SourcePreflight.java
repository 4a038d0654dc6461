package io.gridhouse.core.preflight;

import io.gridhouse.core.cdc.CaptureOptions;
import io.gridhouse.core.cdc.CapturedTable;
import io.gridhouse.core.cdc.ReadMark;
import io.gridhouse.core.table.Column;
import io.gridhouse.core.table.ColumnType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Checks that a PostgreSQL database can be captured. */
public final class SourcePreflight {

    private final CaptureOptions options;
    private final List<CapturedTable<?>> tables;
    private final List<String> findings = new ArrayList<>();

    private SourcePreflight(CaptureOptions options, List<CapturedTable<?>> tables) {
        this.options = options;
        this.tables = tables;
    }

    /** What keeps a job from capturing the tables; empty when nothing does. */
    public static List<String> check(CaptureOptions options, List<CapturedTable<?>> tables) {
        SourcePreflight preflight = new SourcePreflight(options, tables);
        try (Connection connection = options.database().connect()) {
            preflight.server(connection);
            preflight.tables(connection);
            preflight.publication(connection);
            preflight.slot(connection);
            preflight.readMark(connection);
        } catch (SQLException e) {
            return List.of(unreachable("source", options.database().toString(), e));
        }
        return preflight.findings;
    }

    static String unreachable(String role, String where, SQLException e) {
        String reason = e.getMessage() == null
                ? e.toString()
                : e.getMessage().lines().findFirst().orElse("");
        return "PostgreSQL (%s) at %s does not answer: %s Check %s.host, %s.port, %s.database, %s.user and the password"
                .formatted(role, where, reason, role, role, role, role);
    }

    private void server(Connection connection) throws SQLException {
        String walLevel = text(connection, "show wal_level");
        if (!"logical".equals(walLevel)) {
            findings.add("wal_level of %s is '%s': set wal_level = logical in postgresql.conf and restart the server"
                    .formatted(options.database(), walLevel));
        }
        boolean mayReplicate = "t"
                .equals(text(
                        connection, "select rolreplication or rolsuper from pg_roles where rolname = current_user"));
        if (!mayReplicate) {
            findings.add("Role %s may not replicate: run 'alter role %s replication' as a superuser"
                    .formatted(options.database().user(), options.database().user()));
        }
    }

    private void tables(Connection connection) throws SQLException {
        for (CapturedTable<?> table : tables) {
            String identity = text(
                    connection, "select relreplident from pg_class where oid = to_regclass(?)", table.qualifiedName());
            if (identity == null) {
                findings.add(
                        "Table %s does not exist in %s: create it, with the columns of its row type (docs/reference/tables.md says where)"
                                .formatted(table.qualifiedName(), options.database()));
                continue;
            }
            if (!identity.equals("f")) {
                findings.add(
                        ("Replica identity of %s is not full, so updates and deletes arrive without the old row: run"
                                        + " 'gridhouse init' or 'alter table %s replica identity full'")
                                .formatted(table.qualifiedName(), table.qualifiedName()));
            }
            columns(connection, table);
        }
    }

    private void columns(Connection connection, CapturedTable<?> table) throws SQLException {
        Map<String, String> types = new HashMap<>();
        try (PreparedStatement query =
                connection.prepareStatement("select attname, format_type(atttypid, atttypmod) from pg_attribute"
                        + " where attrelid = to_regclass(?) and attnum > 0 and not attisdropped")) {
            query.setString(1, table.qualifiedName());
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    types.put(rows.getString(1), rows.getString(2));
                }
            }
        }
        for (Column<?> column : table.schema().columns()) {
            String type = types.get(column.name());
            if (type == null) {
                findings.add("Table %s has no column %s: add it as %s"
                        .formatted(table.qualifiedName(), column.name(), wanted(column.type())));
            } else if (!holds(column.type(), type)) {
                findings.add("Column %s.%s is %s, but the warehouse reads %s: change the column, or the row type %s"
                        .formatted(table.qualifiedName(), column.name(), type, wanted(column.type()), table.schema()));
            }
        }
    }

    private static String wanted(ColumnType type) {
        return switch (type.kind()) {
            case BIGINT -> "bigint";
            case INT -> "integer";
            case STRING -> "varchar or text";
            case DECIMAL -> "numeric(" + type.precision() + "," + type.scale() + ")";
            case DATE -> "date";
            case TIMESTAMP -> "timestamp without time zone";
            case TIMESTAMP_LTZ -> "timestamp with time zone";
        };
    }

    private static boolean holds(ColumnType type, String postgres) {
        return switch (type.kind()) {
            case STRING -> postgres.startsWith("character") || postgres.equals("text");
            case TIMESTAMP -> postgres.startsWith("timestamp") && postgres.endsWith("without time zone");
            case TIMESTAMP_LTZ -> postgres.startsWith("timestamp") && postgres.endsWith("with time zone");
            default -> postgres.equals(wanted(type));
        };
    }

    private void publication(Connection connection) throws SQLException {
        String publishes = text(
                connection,
                "select pubinsert and pubupdate and pubdelete from pg_publication where pubname = ?",
                options.publication());
        if (publishes == null) {
            findings.add("Publication %s does not exist in %s: run 'gridhouse init'"
                    .formatted(options.publication(), options.database()));
            return;
        }
        if (!publishes.equals("t")) {
            findings.add(
                    ("Publication %s leaves out inserts, updates or deletes: run \"alter publication %s set (publish ="
                                    + " 'insert, update, delete, truncate')\"")
                            .formatted(options.publication(), options.publication()));
        }
        for (CapturedTable<?> table : tables) {
            String published = text(
                    connection,
                    "select tablename from pg_publication_tables where pubname = ? and schemaname = ? and tablename = ?",
                    options.publication(),
                    table.schemaName(),
                    table.tableName());
            if (published == null) {
                findings.add("Publication %s does not have table %s: run 'gridhouse init'"
                        .formatted(options.publication(), table.qualifiedName()));
            }
        }
    }

    private void slot(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "select active, active_pid, plugin, wal_status, database from pg_replication_slots where slot_name = ?")) {
            query.setString(1, options.slot());
            try (ResultSet slot = query.executeQuery()) {
                if (!slot.next()) {
                    findings.add(
                            ("Replication slot %s does not exist in %s: run 'gridhouse init'; if the warehouse had one before,"
                                            + " changes are lost with it: run 'gridhouse clean' first, and restore no savepoint")
                                    .formatted(options.slot(), options.database()));
                } else if (slot.getBoolean("active")) {
                    findings.add(
                            ("Replication slot %s is in use by the server process %s: another job captures with it."
                                            + " Stop that job, or give this one its own source.slot")
                                    .formatted(options.slot(), slot.getString("active_pid")));
                } else if (!"pgoutput".equals(slot.getString("plugin"))) {
                    findings.add("Replication slot %s decodes with %s, not pgoutput: drop it and run 'gridhouse init'"
                            .formatted(options.slot(), slot.getString("plugin")));
                } else if ("lost".equals(slot.getString("wal_status"))) {
                    findings.add(
                            ("Replication slot %s is lost: the server removed WAL that it needed. Run 'gridhouse clean'"
                                            + " and 'gridhouse init', then start without a savepoint")
                                    .formatted(options.slot()));
                }
            }
        }
    }

    private void readMark(Connection connection) throws SQLException {
        String writable = text(
                connection,
                "select has_schema_privilege(relnamespace, 'usage') and has_table_privilege(oid, 'select')"
                        + " and has_table_privilege(oid, 'insert') and has_table_privilege(oid, 'update') from pg_class"
                        + " where relnamespace = to_regnamespace(?) and relname = ?",
                ReadMark.SCHEMA,
                ReadMark.NAME);
        if ("f".equals(writable)) {
            findings.add(
                    ("Role %1$s may not write %2$s, which tells how far slot %3$s was read: run 'grant usage on schema %4$s to"
                                    + " %1$s' and 'grant select, insert, update on %2$s to %1$s'")
                            .formatted(options.database().user(), ReadMark.TABLE, options.slot(), ReadMark.SCHEMA));
        }
    }

    private static String text(Connection connection, String sql, String... parameters) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                query.setString(i + 1, parameters[i]);
            }
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }
}
