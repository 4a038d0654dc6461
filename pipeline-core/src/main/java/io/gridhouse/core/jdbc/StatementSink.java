package io.gridhouse.core.jdbc;

import io.gridhouse.core.table.RowSink;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Sets the parameters of a statement; parameter n+1 is column n. For one thread. */
final class StatementSink implements RowSink {

    private PreparedStatement statement;
    private int offset;

    /** Binds the next row's columns to parameters that begin at {@code first}, counted from 1. */
    StatementSink into(PreparedStatement target, int first) {
        statement = target;
        offset = first;
        return this;
    }

    private void set(int column, Object value, int sqlType) {
        try {
            statement.setObject(column + offset, value, sqlType);
        } catch (SQLException e) {
            throw new IllegalStateException("Parameter " + (column + offset) + " can't be " + value, e);
        }
    }

    @Override
    public void putNull(int column) {
        set(column, null, Types.NULL);
    }

    @Override
    public void putLong(int column, long value) {
        set(column, value, Types.BIGINT);
    }

    @Override
    public void putInt(int column, int value) {
        set(column, value, Types.INTEGER);
    }

    @Override
    public void putString(int column, String value) {
        set(column, value, Types.VARCHAR);
    }

    @Override
    public void putDecimal(int column, long unscaled, int precision, int scale) {
        set(column, BigDecimal.valueOf(unscaled, scale), Types.NUMERIC);
    }

    @Override
    public void putDate(int column, LocalDate value) {
        set(column, value, Types.DATE);
    }

    @Override
    public void putTimestamp(int column, LocalDateTime value, int precision) {
        set(column, value, Types.TIMESTAMP);
    }

    @Override
    public void putInstant(int column, Instant value, int precision) {
        set(column, value.atOffset(ZoneOffset.UTC), Types.TIMESTAMP_WITH_TIMEZONE);
    }
}
