package io.gridhouse.core.table;

import java.io.Serial;
import java.io.Serializable;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

/**
 * The columns of a row type, declared once; every codec is derived from it.
 *
 * <p>A row type is a record that declares its schema in a constant:
 *
 * <pre>{@code
 * public record Visit(long id, String place) {
 *     public static final RowSchema<Visit> SCHEMA = RowSchema.of(Visit.class)
 *             .bigint("id", Visit::id)
 *             .stringOrNull("place", Visit::place)
 *             .build(f -> new Visit(f.bigint(), f.stringOrNull()));
 * }
 * }</pre>
 *
 * <p>A schema travels through Java serialization (job graphs, serializer snapshots) as the name of its row type and is
 * looked up again, so that one instance exists per class loader. Nothing is reflected per record.
 *
 * @param <T> the row, immutable, with {@code equals} by value
 */
public final class RowSchema<T> implements Serializable {

    private final transient Class<T> rowType;
    private final transient List<Column<T>> columns;
    private final transient Function<Fields, T> constructor;

    private RowSchema(Class<T> rowType, List<Column<T>> columns, Function<Fields, T> constructor) {
        this.rowType = rowType;
        this.columns = columns;
        this.constructor = constructor;
    }

    /** Starts the declaration of a row type. */
    public static <T> Builder<T> of(Class<T> rowType) {
        return new Builder<>(rowType);
    }

    /**
     * The schema that a row type declares in its {@code public static final RowSchema} constant.
     *
     * @throws IllegalArgumentException when the type declares none
     */
    public static <T> RowSchema<T> declaredBy(Class<T> rowType) {
        for (Field field : rowType.getDeclaredFields()) {
            if (field.getType() == RowSchema.class && Modifier.isStatic(field.getModifiers())) {
                try {
                    @SuppressWarnings("unchecked")
                    RowSchema<T> schema = (RowSchema<T>) field.get(null);
                    if (schema != null && schema.rowType == rowType) {
                        return schema;
                    }
                } catch (IllegalAccessException e) {
                    throw new IllegalArgumentException(
                            "The schema constant of " + rowType.getName() + " is not accessible: make it public", e);
                }
            }
        }
        throw new IllegalArgumentException(
                rowType.getName() + " declares no public static final RowSchema of its own type");
    }

    /** The row's class. */
    public Class<T> rowType() {
        return rowType;
    }

    /** The columns in order; unmodifiable. */
    public List<Column<T>> columns() {
        return columns;
    }

    /** Number of columns. */
    public int size() {
        return columns.size();
    }

    /**
     * The place of a column.
     *
     * @throws IllegalArgumentException when there is no such column
     */
    public int indexOf(String column) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(column)) {
                return i;
            }
        }
        throw new IllegalArgumentException("No column '" + column + "' in " + rowType.getSimpleName());
    }

    /** Puts every value of a row into a sink, in column order. */
    public void write(T row, RowSink sink) {
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i).writer().write(row, i, sink);
        }
    }

    /** A reader of rows; it is reused for many rows and belongs to one thread. */
    public Reader<T> reader() {
        Fields fields = new Fields(columns);
        return source -> constructor.apply(fields.over(source));
    }

    /** Makes rows from values. Not thread-safe. */
    @FunctionalInterface
    public interface Reader<T> {
        /** Reads one row; sequential sources are consumed by it. */
        T read(RowSource source);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RowSchema<?> that && that.rowType == rowType;
    }

    @Override
    public int hashCode() {
        return rowType.hashCode();
    }

    @Override
    public String toString() {
        return rowType.getSimpleName();
    }

    @Serial
    private Object writeReplace() {
        return new ByName(rowType);
    }

    private record ByName(Class<?> rowType) implements Serializable {
        @Serial
        private Object readResolve() {
            return declaredBy(rowType);
        }
    }

    /** Collects columns; the order of the calls is the order of the columns. */
    public static final class Builder<T> {

        private final Class<T> rowType;
        private final List<Column<T>> columns = new ArrayList<>();

        private Builder(Class<T> rowType) {
            this.rowType = rowType;
        }

        /** A BIGINT that is never null. */
        public Builder<T> bigint(String name, ToLongFunction<T> get) {
            return add(name, ColumnType.Kind.BIGINT, false, (row, i, sink) -> sink.putLong(i, get.applyAsLong(row)));
        }

        /** A BIGINT that may be null. */
        public Builder<T> bigintOrNull(String name, Function<T, Long> get) {
            return add(name, ColumnType.Kind.BIGINT, true, orNull(get, (sink, i, v) -> sink.putLong(i, v)));
        }

        /** An INT that is never null. */
        public Builder<T> integer(String name, ToIntFunction<T> get) {
            return add(name, ColumnType.Kind.INT, false, (row, i, sink) -> sink.putInt(i, get.applyAsInt(row)));
        }

        /** An INT that may be null. */
        public Builder<T> integerOrNull(String name, Function<T, Integer> get) {
            return add(name, ColumnType.Kind.INT, true, orNull(get, (sink, i, v) -> sink.putInt(i, v)));
        }

        /** A STRING that is never null. */
        public Builder<T> string(String name, Function<T, String> get) {
            return add(name, ColumnType.Kind.STRING, false, (row, i, sink) -> sink.putString(i, get.apply(row)));
        }

        /** A STRING that may be null. */
        public Builder<T> stringOrNull(String name, Function<T, String> get) {
            return add(name, ColumnType.Kind.STRING, true, orNull(get, (sink, i, v) -> sink.putString(i, v)));
        }

        /** A DECIMAL that is never null, held unscaled. */
        public Builder<T> decimal(String name, int precision, int scale, ToLongFunction<T> get) {
            columns.add(new Column<>(
                    name,
                    new ColumnType(ColumnType.Kind.DECIMAL, precision, scale),
                    false,
                    (row, i, sink) -> sink.putDecimal(i, get.applyAsLong(row), precision, scale)));
            return this;
        }

        /** A DECIMAL that may be null, held unscaled. */
        public Builder<T> decimalOrNull(String name, int precision, int scale, Function<T, Long> get) {
            columns.add(new Column<>(
                    name,
                    new ColumnType(ColumnType.Kind.DECIMAL, precision, scale),
                    true,
                    orNull(get, (sink, i, v) -> sink.putDecimal(i, v, precision, scale))));
            return this;
        }

        /** A DATE that is never null. */
        public Builder<T> date(String name, Function<T, LocalDate> get) {
            return add(name, ColumnType.Kind.DATE, false, (row, i, sink) -> sink.putDate(i, get.apply(row)));
        }

        /** A TIMESTAMP that is never null. */
        public Builder<T> timestamp(String name, int precision, Function<T, LocalDateTime> get) {
            columns.add(new Column<>(
                    name,
                    new ColumnType(ColumnType.Kind.TIMESTAMP, precision, 0),
                    false,
                    (row, i, sink) -> sink.putTimestamp(i, get.apply(row), precision)));
            return this;
        }

        /** A TIMESTAMP that may be null. */
        public Builder<T> timestampOrNull(String name, int precision, Function<T, LocalDateTime> get) {
            columns.add(new Column<>(
                    name,
                    new ColumnType(ColumnType.Kind.TIMESTAMP, precision, 0),
                    true,
                    orNull(get, (sink, i, v) -> sink.putTimestamp(i, v, precision))));
            return this;
        }

        /** A TIMESTAMP_LTZ that may be null. */
        public Builder<T> instantOrNull(String name, int precision, Function<T, Instant> get) {
            columns.add(new Column<>(
                    name,
                    new ColumnType(ColumnType.Kind.TIMESTAMP_LTZ, precision, 0),
                    true,
                    orNull(get, (sink, i, v) -> sink.putInstant(i, v, precision))));
            return this;
        }

        /**
         * Ends the declaration.
         *
         * @param constructor makes a row; takes every column once, in order
         * @throws IllegalArgumentException when the function takes another number of columns, or one with
         *     another type or nullability
         */
        public RowSchema<T> build(Function<Fields, T> constructor) {
            List<Column<T>> declared = List.copyOf(columns);
            Fields fields = new Fields(declared).over(new DeclarationProbe(rowType, declared));
            constructor.apply(fields);
            if (fields.taken() != declared.size()) {
                throw new IllegalArgumentException("%s declares %d columns, but its constructor function takes %d"
                        .formatted(rowType.getSimpleName(), declared.size(), fields.taken()));
            }
            return new RowSchema<>(rowType, declared, constructor);
        }

        private Builder<T> add(String name, ColumnType.Kind kind, boolean nullable, Column.Writer<T> writer) {
            columns.add(new Column<>(name, ColumnType.of(kind), nullable, writer));
            return this;
        }

        private static <T, V> Column.Writer<T> orNull(Function<T, V> get, Put<V> put) {
            return (row, i, sink) -> {
                V value = get.apply(row);
                if (value == null) {
                    sink.putNull(i);
                } else {
                    put.put(sink, i, value);
                }
            };
        }

        @FunctionalInterface
        private interface Put<V> {
            void put(RowSink sink, int index, V value);
        }
    }
}
