package io.gridhouse.bench.sql;

import io.gridhouse.core.table.RowSink;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.apache.flink.types.Row;

/** Puts values into a Flink row. */
record RowFields(Row row) implements RowSink {

    @Override
    public void putNull(int column) {
        row.setField(column, null);
    }

    @Override
    public void putLong(int column, long value) {
        row.setField(column, value);
    }

    @Override
    public void putInt(int column, int value) {
        row.setField(column, value);
    }

    @Override
    public void putString(int column, String value) {
        row.setField(column, value);
    }

    @Override
    public void putDecimal(int column, long unscaled, int precision, int scale) {
        row.setField(column, BigDecimal.valueOf(unscaled, scale));
    }

    @Override
    public void putDate(int column, LocalDate value) {
        row.setField(column, value);
    }

    @Override
    public void putTimestamp(int column, LocalDateTime value, int precision) {
        row.setField(column, value);
    }

    @Override
    public void putInstant(int column, Instant value, int precision) {
        row.setField(column, value);
    }
}
