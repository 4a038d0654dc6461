package io.gridhouse.core.cdc;

import io.gridhouse.core.table.Column;
import io.gridhouse.core.table.InternedText;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;

/** One image of a row in a message of pgoutput: each value is the text that PostgreSQL prints for it. For one thread. */
final class TupleRow implements RowImage {

    private static final byte NULL = 'n';
    private static final byte UNCHANGED = 'u';
    private static final byte TEXT = 't';

    /** In place of a length. */
    private static final int IS_NULL = -1;

    private final Relation relation;
    private final CapturedTable<?> table;
    private final int[] starts;
    private final int[] lengths;
    private byte[] data;
    private byte[] text = new byte[64];

    TupleRow(Relation relation, CapturedTable<?> table) {
        this.relation = relation;
        this.table = table;
        this.starts = new int[relation.columns().size()];
        this.lengths = new int[relation.columns().size()];
    }

    /**
     * Takes the tuple at which the message stands.
     *
     * @param old the image before in the same message, which has the large values that an update left alone; null when
     *     there is none
     */
    TupleRow over(ByteBuffer message, TupleRow old) {
        data = message.array();
        int columns = message.getShort();
        if (columns != starts.length) {
            throw new IllegalStateException("A row of %s has %d columns, but the server announced %d"
                    .formatted(table.qualifiedName(), columns, starts.length));
        }
        for (int i = 0; i < columns; i++) {
            byte kind = message.get();
            switch (kind) {
                case NULL -> lengths[i] = IS_NULL;
                case TEXT -> {
                    lengths[i] = message.getInt();
                    starts[i] = message.arrayOffset() + message.position();
                    message.position(message.position() + lengths[i]);
                }
                case UNCHANGED -> unchanged(i, old);
                default ->
                    throw new IllegalStateException(
                            "A row of %s has a column of kind '%c'".formatted(table.qualifiedName(), (char) kind));
            }
        }
        return this;
    }

    private void unchanged(int column, TupleRow old) {
        if (old == null) {
            throw new IllegalStateException(("The change of a row of %s lacks the value of column '%s', which did not"
                            + " change: set the table's replica identity to full, as 'gridhouse init' does")
                    .formatted(table.qualifiedName(), relation.columns().get(column)));
        }
        lengths[column] = old.lengths[column];
        starts[column] = old.starts[column];
    }

    /** Whether both images have the same primary key. */
    boolean hasKeyOf(TupleRow other) {
        for (int i : relation.key()) {
            int length = Math.max(lengths[i], 0);
            int otherLength = Math.max(other.lengths[i], 0);
            if (!Arrays.equals(
                    data, starts[i], starts[i] + length, other.data, other.starts[i], other.starts[i] + otherLength)) {
                return false;
            }
        }
        return true;
    }

    private int at(int column) {
        return relation.places()[column];
    }

    private String ascii(int column) {
        int i = at(column);
        return new String(data, starts[i], lengths[i], StandardCharsets.ISO_8859_1);
    }

    private UnholdableValueException unholdable(int column, String what) {
        return new UnholdableValueException(table.schema().columns().get(column).name() + "_" + what);
    }

    private IllegalStateException unexpected(int column, RuntimeException cause) {
        Column<?> declared = table.schema().columns().get(column);
        return new IllegalStateException(
                "Column %s.%s is declared %s, but the source delivers '%s'"
                        .formatted(
                                table.qualifiedName(),
                                declared.name(),
                                declared.type().sql(),
                                ascii(column)),
                cause);
    }

    @Override
    public boolean isNull(int column) {
        return lengths[at(column)] == IS_NULL;
    }

    @Override
    public long longAt(int column) {
        try {
            return Long.parseLong(ascii(column));
        } catch (NumberFormatException e) {
            throw unexpected(column, e);
        }
    }

    @Override
    public int intAt(int column) {
        try {
            return Integer.parseInt(ascii(column));
        } catch (NumberFormatException e) {
            throw unexpected(column, e);
        }
    }

    @Override
    public String stringAt(int column) {
        int i = at(column);
        if (text.length < lengths[i]) {
            text = new byte[Math.max(lengths[i], text.length * 2)];
        }
        System.arraycopy(data, starts[i], text, 0, lengths[i]);
        return InternedText.decode(text, lengths[i]);
    }

    @Override
    public long decimalAt(int column, int precision, int scale) {
        String value = ascii(column);
        if (value.equals(NumericTextConverter.NAN)) {
            throw unholdable(column, "nan");
        }
        try {
            return DecimalText.unscaled(value, scale);
        } catch (ArithmeticException | NumberFormatException e) {
            throw unexpected(column, e);
        }
    }

    @Override
    public LocalDate dateAt(int column) {
        String value = ascii(column);
        if (TimestampText.isInfinite(value)) {
            throw unholdable(column, "infinite");
        }
        try {
            return TimestampText.date(value);
        } catch (RuntimeException e) {
            throw unexpected(column, e);
        }
    }

    @Override
    public LocalDateTime timestampAt(int column, int precision) {
        String value = ascii(column);
        if (TimestampText.isInfinite(value)) {
            throw unholdable(column, "infinite");
        }
        LocalDateTime time;
        try {
            time = TimestampText.local(value);
        } catch (RuntimeException e) {
            throw unexpected(column, e);
        }
        if (SourceTimestamps.isUnreadable(time)) {
            throw unholdable(column, "unholdable");
        }
        return time;
    }

    @Override
    public Instant instantAt(int column, int precision) {
        String value = ascii(column);
        if (TimestampText.isInfinite(value)) {
            throw unholdable(column, "infinite");
        }
        try {
            return TimestampText.instant(value);
        } catch (RuntimeException e) {
            throw unexpected(column, e);
        }
    }

    @Override
    public String text(String column) {
        return textOf(relation.columns().indexOf(column));
    }

    @Override
    public String[] texts() {
        String[] texts = new String[table.schema().size()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = textOf(at(i));
        }
        return texts;
    }

    private String textOf(int i) {
        return lengths[i] == IS_NULL ? null : new String(data, starts[i], lengths[i], StandardCharsets.UTF_8);
    }
}
