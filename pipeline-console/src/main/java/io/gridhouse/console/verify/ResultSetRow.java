package io.gridhouse.console.verify;

import io.gridhouse.core.table.RowSource;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;

/** Reads rows of a query whose columns are those of a schema, in order. */
final class ResultSetRow implements RowSource {

    private final ResultSet rows;

    ResultSetRow(ResultSet rows) {
        this.rows = rows;
    }

    @FunctionalInterface
    private interface Get<V> {
        V get() throws SQLException;
    }

    private static <V> V read(Get<V> get) {
        try {
            return get.get();
        } catch (SQLException e) {
            throw new IllegalStateException("The query's row can't be read: " + e.getMessage(), e);
        }
    }

    @Override
    public boolean isNull(int column) {
        return read(() -> rows.getObject(column + 1)) == null;
    }

    @Override
    public long longAt(int column) {
        return read(() -> rows.getLong(column + 1));
    }

    @Override
    public int intAt(int column) {
        return read(() -> rows.getInt(column + 1));
    }

    @Override
    public String stringAt(int column) {
        return read(() -> rows.getString(column + 1));
    }

    @Override
    public long decimalAt(int column, int precision, int scale) {
        BigDecimal value = read(() -> rows.getBigDecimal(column + 1));
        return value.setScale(scale).unscaledValue().longValueExact();
    }

    @Override
    public LocalDate dateAt(int column) {
        return read(() -> rows.getObject(column + 1, LocalDate.class));
    }

    @Override
    public LocalDateTime timestampAt(int column, int precision) {
        return read(() -> rows.getObject(column + 1, LocalDateTime.class));
    }

    @Override
    public Instant instantAt(int column, int precision) {
        return read(() -> rows.getObject(column + 1, OffsetDateTime.class)).toInstant();
    }
}
