package io.gridhouse.core.change;

import io.gridhouse.core.table.InternedText;
import io.gridhouse.core.table.RowSchema;
import io.gridhouse.core.table.RowSink;
import io.gridhouse.core.table.RowSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.core.memory.DataOutputView;

/** The binary form of a row, see {@link RowSerializer}. For one thread; holds the view of the call under way. */
final class RowCodec<T> implements RowSink, RowSource {

    private static final long MICROS_PER_SECOND = 1_000_000L;
    private static final int NANOS_PER_MICRO = 1_000;
    private static final int MOST_BYTES_PER_CHAR = 3;

    private final RowSchema<T> schema;
    private final RowSchema.Reader<T> reader;
    private final boolean[] nullable;
    private final int storedColumns;
    private byte[] text = new byte[64];

    /** For targets that take each value by a call to a stream: a checkpoint's files. */
    private final DataOutputSerializer buffer = new DataOutputSerializer(256);

    private DataOutputSerializer out;
    private DataInputView in;

    RowCodec(RowSchema<T> schema, int storedColumns) {
        this.schema = schema;
        this.reader = schema.reader();
        this.storedColumns = storedColumns;
        this.nullable = new boolean[schema.size()];
        for (int i = 0; i < nullable.length; i++) {
            nullable[i] = schema.columns().get(i).nullable();
        }
    }

    void write(T row, DataOutputView target) throws IOException {
        if (target instanceof DataOutputSerializer memory) {
            encodeRow(row, memory);
            return;
        }
        buffer.clear();
        encodeRow(row, buffer);
        target.write(buffer.getSharedBuffer(), 0, buffer.length());
    }

    private void encodeRow(T row, DataOutputSerializer target) throws IOException {
        out = target;
        try {
            schema.write(row, this);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    T read(DataInputView source) throws IOException {
        in = source;
        try {
            return reader.read(this);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void present(int column) throws IOException {
        if (nullable[column]) {
            out.writeByte(1);
        }
    }

    @Override
    public void putNull(int column) {
        try {
            out.writeByte(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void putLong(int column, long value) {
        try {
            present(column);
            out.writeLong(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void putInt(int column, int value) {
        try {
            present(column);
            out.writeInt(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void putString(int column, String value) {
        try {
            present(column);
            int bytes = encode(value);
            int length = bytes;
            while (length > 0x7f) {
                out.writeByte(length | 0x80);
                length >>>= 7;
            }
            out.writeByte(length);
            out.write(text, 0, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Fills {@link #text} as {@code String.getBytes} does, without its arrays: half of a pair of surrogates becomes a
     * question mark.
     *
     * @return the number of bytes
     */
    private int encode(String value) {
        int most = Math.multiplyExact(value.length(), MOST_BYTES_PER_CHAR);
        if (text.length < most) {
            text = new byte[Math.max(most, text.length * 2)];
        }
        int at = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < 0x80) {
                text[at++] = (byte) c;
            } else if (c < 0x800) {
                text[at++] = (byte) (0xc0 | c >>> 6);
                text[at++] = (byte) (0x80 | c & 0x3f);
            } else if (!Character.isSurrogate(c)) {
                text[at++] = (byte) (0xe0 | c >>> 12);
                text[at++] = (byte) (0x80 | c >>> 6 & 0x3f);
                text[at++] = (byte) (0x80 | c & 0x3f);
            } else if (i + 1 < value.length() && Character.isSurrogatePair(c, value.charAt(i + 1))) {
                int point = Character.toCodePoint(c, value.charAt(++i));
                text[at++] = (byte) (0xf0 | point >>> 18);
                text[at++] = (byte) (0x80 | point >>> 12 & 0x3f);
                text[at++] = (byte) (0x80 | point >>> 6 & 0x3f);
                text[at++] = (byte) (0x80 | point & 0x3f);
            } else {
                text[at++] = '?';
            }
        }
        return at;
    }

    @Override
    public void putDecimal(int column, long unscaled, int precision, int scale) {
        putLong(column, unscaled);
    }

    @Override
    public void putDate(int column, LocalDate value) {
        putInt(column, Math.toIntExact(value.toEpochDay()));
    }

    @Override
    public void putTimestamp(int column, LocalDateTime value, int precision) {
        long micros = Math.addExact(
                Math.multiplyExact(value.toEpochSecond(ZoneOffset.UTC), MICROS_PER_SECOND),
                value.getNano() / NANOS_PER_MICRO);
        putLong(column, micros);
    }

    @Override
    public void putInstant(int column, Instant value, int precision) {
        long micros = Math.addExact(
                Math.multiplyExact(value.getEpochSecond(), MICROS_PER_SECOND), value.getNano() / NANOS_PER_MICRO);
        putLong(column, micros);
    }

    @Override
    public boolean isNull(int column) {
        if (column >= storedColumns) {
            return true;
        }
        try {
            return in.readByte() == 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public long longAt(int column) {
        try {
            return in.readLong();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public int intAt(int column) {
        try {
            return in.readInt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String stringAt(int column) {
        try {
            int length = 0;
            int shift = 0;
            int part;
            do {
                part = in.readUnsignedByte();
                length |= (part & 0x7f) << shift;
                shift += 7;
            } while ((part & 0x80) != 0);
            if (text.length < length) {
                text = new byte[Math.max(length, text.length * 2)];
            }
            in.readFully(text, 0, length);
            return InternedText.decode(text, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public long decimalAt(int column, int precision, int scale) {
        return longAt(column);
    }

    @Override
    public LocalDate dateAt(int column) {
        return LocalDate.ofEpochDay(intAt(column));
    }

    @Override
    public LocalDateTime timestampAt(int column, int precision) {
        long micros = longAt(column);
        return LocalDateTime.ofEpochSecond(
                Math.floorDiv(micros, MICROS_PER_SECOND),
                (int) Math.floorMod(micros, MICROS_PER_SECOND) * NANOS_PER_MICRO,
                ZoneOffset.UTC);
    }

    @Override
    public Instant instantAt(int column, int precision) {
        long micros = longAt(column);
        return Instant.ofEpochSecond(
                Math.floorDiv(micros, MICROS_PER_SECOND), Math.floorMod(micros, MICROS_PER_SECOND) * NANOS_PER_MICRO);
    }
}
