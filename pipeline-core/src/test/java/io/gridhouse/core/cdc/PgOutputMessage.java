package io.gridhouse.core.cdc;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes a message of pgoutput as PostgreSQL's documentation describes it, byte for byte. */
final class PgOutputMessage {

    /** In place of a text: the value did not change, and is too large to be sent again. */
    static final String UNCHANGED = "unchanged";

    /** Bytes of the copy message's header, in the same array before the message. */
    private static final int HEADER = 25;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);

    private PgOutputMessage() {}

    private interface Write {
        void to(DataOutputStream out) throws IOException;
    }

    /** A message that begins with its kind. */
    static PgOutputMessage message(char kind) {
        return new PgOutputMessage().kind(kind);
    }

    private PgOutputMessage add(Write write) {
        try {
            write.to(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    PgOutputMessage kind(char kind) {
        return add(o -> o.writeByte(kind));
    }

    PgOutputMessage int16(int value) {
        return add(o -> o.writeShort(value));
    }

    PgOutputMessage int32(int value) {
        return add(o -> o.writeInt(value));
    }

    PgOutputMessage int64(long value) {
        return add(o -> o.writeLong(value));
    }

    PgOutputMessage text(String value) {
        return add(o -> {
            o.write(value.getBytes(StandardCharsets.UTF_8));
            o.writeByte(0);
        });
    }

    /** All columns of a row; null, or {@link #UNCHANGED}, where there is no text. */
    PgOutputMessage tuple(String... values) {
        int16(values.length);
        for (String value : values) {
            if (value == null || value.equals(UNCHANGED)) {
                kind(value == null ? 'n' : 'u');
            } else {
                byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
                kind('t').int32(utf8.length).add(o -> o.write(utf8));
            }
        }
        return this;
    }

    /** As the driver hands it over: behind the header of the copy message in one array. */
    ByteBuffer build() {
        byte[] payload = bytes.toByteArray();
        ByteBuffer withHeader = ByteBuffer.allocate(HEADER + payload.length);
        withHeader.position(HEADER);
        withHeader.put(payload);
        withHeader.position(HEADER);
        return withHeader;
    }
}
