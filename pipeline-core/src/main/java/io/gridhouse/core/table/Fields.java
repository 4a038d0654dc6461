package io.gridhouse.core.table;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;

/**
 * Hands a row's constructor function its values, one column after the other.
 *
 * <p>Each call takes the next column of the schema, so the function lists the record's components in order and repeats
 * neither a name, an index nor a type: {@code f -> new Visit(f.bigint(), f.stringOrNull())}.
 */
public final class Fields {

    private final List<? extends Column<?>> columns;
    private RowSource source;
    private int next;

    Fields(List<? extends Column<?>> columns) {
        this.columns = columns;
    }

    Fields over(RowSource rowSource) {
        this.source = rowSource;
        this.next = 0;
        return this;
    }

    int taken() {
        return next;
    }

    /** The next column, a BIGINT that is not null. */
    public long bigint() {
        return source.longAt(next++);
    }

    /** The next column, a BIGINT or null. */
    public Long bigintOrNull() {
        int column = next++;
        return source.isNull(column) ? null : source.longAt(column);
    }

    /** The next column, an INT that is not null. */
    public int integer() {
        return source.intAt(next++);
    }

    /** The next column, an INT or null. */
    public Integer integerOrNull() {
        int column = next++;
        return source.isNull(column) ? null : source.intAt(column);
    }

    /** The next column, a STRING; never null. */
    public String string() {
        return source.stringAt(next++);
    }

    /** The next column, a STRING or null. */
    public String stringOrNull() {
        int column = next++;
        return source.isNull(column) ? null : source.stringAt(column);
    }

    /** The next column, a DECIMAL that is not null, unscaled. */
    public long decimal() {
        int column = next++;
        ColumnType type = type(column);
        return source.decimalAt(column, type.precision(), type.scale());
    }

    /** The next column, a DECIMAL, unscaled, or null. */
    public Long decimalOrNull() {
        return source.isNull(next) ? skip() : (Long) decimal();
    }

    /** The next column, a DATE; never null. */
    public LocalDate date() {
        return source.dateAt(next++);
    }

    /** The next column, a TIMESTAMP; never null. */
    public LocalDateTime timestamp() {
        int column = next++;
        return source.timestampAt(column, type(column).precision());
    }

    /** The next column, a TIMESTAMP or null. */
    public LocalDateTime timestampOrNull() {
        return source.isNull(next) ? skip() : timestamp();
    }

    /** The next column, a TIMESTAMP_LTZ; never null. */
    public Instant instant() {
        int column = next++;
        return source.instantAt(column, type(column).precision());
    }

    /** The next column, a TIMESTAMP_LTZ or null. */
    public Instant instantOrNull() {
        return source.isNull(next) ? skip() : instant();
    }

    /** Behind the last column there is none; {@link DeclarationProbe} refuses to read it as anything. */
    private ColumnType type(int column) {
        return column < columns.size() ? columns.get(column).type() : ColumnType.of(ColumnType.Kind.BIGINT);
    }

    private <V> V skip() {
        next++;
        return null;
    }
}
