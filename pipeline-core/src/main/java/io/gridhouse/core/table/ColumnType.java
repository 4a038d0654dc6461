package io.gridhouse.core.table;

import java.io.Serializable;

/**
 * The type of a column, as SQL sees it, and how a row holds its value in Java.
 *
 * @param kind what is stored
 * @param precision total digits of a decimal, fractional second digits of a timestamp, otherwise 0
 * @param scale digits after the point of a decimal, otherwise 0
 */
public record ColumnType(Kind kind, int precision, int scale) implements Serializable {

    /** What a column stores, with the Java type that carries it. */
    public enum Kind {
        /** 64-bit integer, {@code long}. */
        BIGINT,
        /** 32-bit integer, {@code int}. */
        INT,
        /** Text, {@link String}. */
        STRING,
        /** Exact decimal of at most 18 digits, carried as its unscaled {@code long}. */
        DECIMAL,
        /** Calendar day, {@link java.time.LocalDate}. */
        DATE,
        /** Local date and time in the business zone, microseconds, {@link java.time.LocalDateTime}. */
        TIMESTAMP,
        /** Point in time, {@link java.time.Instant}. */
        TIMESTAMP_LTZ
    }

    /** Digits that always fit a signed 64-bit unscaled value. */
    public static final int MAX_DECIMAL_PRECISION = 18;

    public ColumnType {
        if (kind == Kind.DECIMAL && (precision < 1 || precision > MAX_DECIMAL_PRECISION || scale < 0)) {
            throw new IllegalArgumentException("DECIMAL(%d,%d): precision must be 1 to %d and scale not negative"
                    .formatted(precision, scale, MAX_DECIMAL_PRECISION));
        }
    }

    static ColumnType of(Kind kind) {
        return new ColumnType(kind, 0, 0);
    }

    /** The type in standard SQL, for example {@code DECIMAL(10,2)}. */
    public String sql() {
        return switch (kind) {
            case BIGINT, INT, STRING, DATE -> kind.name();
            case DECIMAL -> "DECIMAL(" + precision + "," + scale + ")";
            case TIMESTAMP, TIMESTAMP_LTZ -> kind.name() + "(" + precision + ")";
        };
    }
}
