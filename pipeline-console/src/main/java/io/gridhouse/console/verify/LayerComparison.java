package io.gridhouse.console.verify;

import io.gridhouse.core.quality.RowTexts;
import io.gridhouse.core.table.Column;
import io.gridhouse.core.table.RowSchema;
import io.gridhouse.core.table.TableSpec;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Compares the rows of one table with the oracle's, as PostgreSQL's texts of the columns that the oracle names. The
 * others depend on the time of processing.
 */
final class LayerComparison<T> {

    private static final int EXAMPLES = 5;

    private final String name;
    private final TableSpec<T> table;
    private final Map<Object, T> rows;
    private final List<String> examples = new ArrayList<>();
    private long different;

    /**
     * A comparison.
     *
     * @param rows the table's rows by key; taken apart by the comparison
     */
    LayerComparison(String name, TableSpec<T> table, Map<Object, T> rows) {
        this.name = name;
        this.table = table;
        this.rows = rows;
    }

    /** Reads the oracle's rows to their end. */
    LayerResult with(ResultSet oracle) throws SQLException {
        long held = rows.size();
        long expected = 0;
        int[] columns = columns(oracle.getMetaData());
        while (oracle.next()) {
            expected++;
            String[] should = new String[columns.length];
            for (int i = 0; i < should.length; i++) {
                should[i] = oracle.getString(i + 1);
            }
            T row = rows.remove(key(oracle));
            String[] is = row == null ? null : texts(row, columns);
            if (!Arrays.equals(should, is)) {
                differ(Arrays.toString(should), is == null ? "no row" : Arrays.toString(is));
            }
        }
        for (T row : rows.values()) {
            differ("no row", Arrays.toString(texts(row, columns)));
        }
        return new LayerResult(name, held, expected, different, List.copyOf(examples));
    }

    private void differ(String should, String is) {
        different++;
        if (examples.size() < EXAMPLES) {
            examples.add("expected " + should + ", found " + is);
        }
    }

    private int[] columns(ResultSetMetaData oracle) throws SQLException {
        int[] columns = new int[oracle.getColumnCount()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = table.schema().indexOf(oracle.getColumnName(i + 1));
        }
        return columns;
    }

    private String[] texts(T row, int[] columns) {
        RowSchema<T> schema = table.schema();
        RowTexts texts = new RowTexts(schema.size());
        schema.write(row, texts);
        String[] selected = new String[columns.length];
        for (int i = 0; i < columns.length; i++) {
            selected[i] = texts.values()[columns[i]];
        }
        return selected;
    }

    private Object key(ResultSet oracle) throws SQLException {
        List<Object> values = new ArrayList<>();
        for (String name : table.key()) {
            Column<T> column = table.schema().columns().get(table.schema().indexOf(name));
            values.add(
                    switch (column.type().kind()) {
                        case BIGINT -> oracle.getLong(name);
                        case INT -> oracle.getInt(name);
                        case DATE -> oracle.getObject(name, LocalDate.class);
                        case STRING -> oracle.getString(name);
                        default ->
                            throw new IllegalStateException(
                                    "Key column " + table.name() + "." + name + " has a type without a key form");
                    });
        }
        return values.size() == 1 ? Objects.requireNonNull(values.get(0)) : values;
    }
}
