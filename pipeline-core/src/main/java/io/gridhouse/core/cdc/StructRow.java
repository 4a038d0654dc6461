package io.gridhouse.core.cdc;

import io.gridhouse.core.quality.RowTexts;
import io.gridhouse.core.table.Column;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/**
 * One image of a captured row as Debezium delivers it with the {@link NumericTextConverter} and
 * {@code time.precision.mode=adaptive}.
 */
final class StructRow implements RowImage {

    private static final String MILLIS_TIMESTAMP = "io.debezium.time.Timestamp";

    private final CapturedTable<?> table;
    private Schema boundTo;
    private Field[] fields;
    private Struct struct;

    StructRow(CapturedTable<?> table) {
        this.table = table;
    }

    StructRow over(Struct image) {
        // Debezium keeps one Schema instance until the table's definition changes, so identity is enough.
        if (image.schema() != boundTo) {
            bind(image.schema());
        }
        struct = image;
        return this;
    }

    private void bind(Schema schema) {
        Field[] found = new Field[table.schema().size()];
        for (int i = 0; i < found.length; i++) {
            String column = table.schema().columns().get(i).name();
            found[i] = schema.field(column);
            if (found[i] == null) {
                throw new IllegalStateException(("Captured table %s has no column '%s' any more: add it again or"
                                + " deploy a job whose row type does without it, then restore from the last savepoint")
                        .formatted(table.qualifiedName(), column));
            }
        }
        fields = found;
        boundTo = schema;
    }

    /** Not {@code get}, which turns a null into the column's default: of DEFAULT CURRENT_TIMESTAMP, 1970. */
    private Object value(int column) {
        return struct.getWithoutDefault(fields[column].name());
    }

    private UnholdableValueException unholdable(int column, String what) {
        return new UnholdableValueException(table.schema().columns().get(column).name() + "_" + what);
    }

    private IllegalStateException unexpected(int column, Object value) {
        Column<?> declared = table.schema().columns().get(column);
        return new IllegalStateException("Column %s.%s is declared %s, but the source delivers %s: %s"
                .formatted(
                        table.qualifiedName(), declared.name(), declared.type().sql(), fields[column].schema(), value));
    }

    @Override
    public boolean isNull(int column) {
        return value(column) == null;
    }

    @Override
    public long longAt(int column) {
        return value(column) instanceof Number n ? n.longValue() : fail(column);
    }

    @Override
    public int intAt(int column) {
        return value(column) instanceof Number n ? n.intValue() : (int) fail(column);
    }

    private long fail(int column) {
        throw unexpected(column, value(column));
    }

    @Override
    public String stringAt(int column) {
        Object value = value(column);
        if (value == null) {
            throw unexpected(column, null);
        }
        return value.toString();
    }

    @Override
    public long decimalAt(int column, int precision, int scale) {
        if (!(value(column) instanceof String text)) {
            throw unexpected(column, value(column));
        }
        if (text.equals(NumericTextConverter.NAN)) {
            throw unholdable(column, "nan");
        }
        try {
            return DecimalText.unscaled(text, scale);
        } catch (ArithmeticException | NumberFormatException e) {
            throw unexpected(column, text);
        }
    }

    @Override
    public LocalDate dateAt(int column) {
        if (!(value(column) instanceof Integer days)) {
            throw unexpected(column, value(column));
        }
        return LocalDate.ofEpochDay(days);
    }

    @Override
    public LocalDateTime timestampAt(int column, int precision) {
        if (!(value(column) instanceof Long units)) {
            throw unexpected(column, value(column));
        }
        if (SourceTimestamps.isInfinite(units)) {
            throw unholdable(column, "infinite");
        }
        LocalDateTime time = SourceTimestamps.local(
                units, MILLIS_TIMESTAMP.equals(fields[column].schema().name()));
        if (SourceTimestamps.isUnreadable(time)) {
            throw unholdable(column, "unholdable");
        }
        return time;
    }

    @Override
    public Instant instantAt(int column, int precision) {
        if (!(value(column) instanceof String text)) {
            throw unexpected(column, value(column));
        }
        return OffsetDateTime.parse(text).withOffsetSameInstant(ZoneOffset.UTC).toInstant();
    }

    @Override
    public String text(String column) {
        Object value = struct.getWithoutDefault(column);
        return value == null ? null : value.toString();
    }

    @Override
    public String[] texts() {
        String[] texts = new String[fields.length];
        for (int i = 0; i < texts.length; i++) {
            Object value = value(i);
            if (value == null) {
                continue;
            }
            texts[i] = switch (table.schema().columns().get(i).type().kind()) {
                case TIMESTAMP ->
                    SourceTimestamps.text(
                            (Long) value,
                            MILLIS_TIMESTAMP.equals(fields[i].schema().name()));
                case DATE -> RowTexts.date(LocalDate.ofEpochDay((Integer) value));
                default -> value.toString();
            };
        }
        return texts;
    }
}
