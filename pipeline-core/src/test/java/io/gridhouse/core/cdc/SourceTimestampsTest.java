package io.gridhouse.core.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.postgresql.PGStatement;

class SourceTimestampsTest {

    @Test
    void microsecondsAreReadBeforeAndAfter1970() {
        assertThat(SourceTimestamps.local(1, false)).isEqualTo(LocalDateTime.parse("1970-01-01T00:00:00.000001"));
        assertThat(SourceTimestamps.local(-1, false)).isEqualTo(LocalDateTime.parse("1969-12-31T23:59:59.999999"));
    }

    @Test
    void millisecondsAreRead() {
        assertThat(SourceTimestamps.local(-1, true)).isEqualTo(LocalDateTime.parse("1969-12-31T23:59:59.999"));
    }

    @Test
    void theDriversExtremesAreInfinite() {
        assertThat(SourceTimestamps.isInfinite(PGStatement.DATE_POSITIVE_INFINITY))
                .isTrue();
        assertThat(SourceTimestamps.isInfinite(PGStatement.DATE_NEGATIVE_INFINITY))
                .isTrue();
        assertThat(SourceTimestamps.isInfinite(Long.MAX_VALUE)).isTrue();
        assertThat(SourceTimestamps.isInfinite(0)).isFalse();
    }

    @Test
    void textsAreThoseOfPostgres() {
        assertThat(SourceTimestamps.text(PGStatement.DATE_POSITIVE_INFINITY, false))
                .isEqualTo("infinity");
        assertThat(SourceTimestamps.text(PGStatement.DATE_NEGATIVE_INFINITY, false))
                .isEqualTo("-infinity");
        assertThat(SourceTimestamps.text(1_500_000, false)).isEqualTo("1970-01-01 00:00:01.5");
    }
}
