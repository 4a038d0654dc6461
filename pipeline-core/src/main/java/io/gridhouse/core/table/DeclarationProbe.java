package io.gridhouse.core.table;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;

/** A source of neutral values that checks, when a schema is declared, that each column is read as what it is. */
final class DeclarationProbe implements RowSource {

    private final Class<?> rowType;
    private final List<? extends Column<?>> columns;
    private int askedForNull = -1;

    DeclarationProbe(Class<?> rowType, List<? extends Column<?>> columns) {
        this.rowType = rowType;
        this.columns = columns;
    }

    private void expect(int index, ColumnType.Kind kind) {
        if (index >= columns.size() || columns.get(index).type().kind() != kind) {
            String declared = index < columns.size()
                    ? columns.get(index).name() + " "
                            + columns.get(index).type().sql()
                    : "not declared";
            throw new IllegalArgumentException("%s: the constructor function reads column %d as %s, but it is %s"
                    .formatted(rowType.getSimpleName(), index, kind, declared));
        }
        if (columns.get(index).nullable() && askedForNull != index) {
            throw new IllegalArgumentException("%s: the constructor function takes column '%s' as never null"
                    .formatted(rowType.getSimpleName(), columns.get(index).name()));
        }
    }

    @Override
    public boolean isNull(int column) {
        if (column < columns.size() && !columns.get(column).nullable()) {
            throw new IllegalArgumentException("%s: the constructor function takes column '%s' as nullable"
                    .formatted(rowType.getSimpleName(), columns.get(column).name()));
        }
        askedForNull = column;
        return false;
    }

    @Override
    public long longAt(int column) {
        expect(column, ColumnType.Kind.BIGINT);
        return 0;
    }

    @Override
    public int intAt(int column) {
        expect(column, ColumnType.Kind.INT);
        return 0;
    }

    @Override
    public String stringAt(int column) {
        expect(column, ColumnType.Kind.STRING);
        return "";
    }

    @Override
    public long decimalAt(int column, int precision, int scale) {
        expect(column, ColumnType.Kind.DECIMAL);
        return 0;
    }

    @Override
    public LocalDate dateAt(int column) {
        expect(column, ColumnType.Kind.DATE);
        return LocalDate.EPOCH;
    }

    @Override
    public LocalDateTime timestampAt(int column, int precision) {
        expect(column, ColumnType.Kind.TIMESTAMP);
        return LocalDate.EPOCH.atStartOfDay();
    }

    @Override
    public Instant instantAt(int column, int precision) {
        expect(column, ColumnType.Kind.TIMESTAMP_LTZ);
        return Instant.EPOCH;
    }
}
