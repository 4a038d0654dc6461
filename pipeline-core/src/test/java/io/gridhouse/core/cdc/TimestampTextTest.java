package io.gridhouse.core.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampTextTest {

    @ParameterizedTest
    @CsvSource({
        "2026-11-25 08:00:00, 2026-11-25T08:00:00",
        "2026-11-25 23:59:59.5, 2026-11-25T23:59:59.5",
        "2026-11-25 23:59:59.000001, 2026-11-25T23:59:59.000001",
        "0001-01-01 00:00:00, 0001-01-01T00:00:00",
        "0001-12-31 00:00:00 BC, 0000-12-31T00:00:00",
        "4713-01-01 00:00:00.25 BC, -4712-01-01T00:00:00.25",
        "294246-12-31 23:59:59.999999, +294246-12-31T23:59:59.999999"
    })
    void whatPostgresqlPrintsIsRead(String text, LocalDateTime time) {
        assertThat(TimestampText.local(text)).isEqualTo(time);
        assertThat(TimestampText.isInfinite(text)).isFalse();
    }

    @Test
    void datesAndTimesWithAZoneAreRead() {
        assertThat(TimestampText.date("2026-02-28")).isEqualTo(LocalDate.of(2026, 2, 28));
        assertThat(TimestampText.date("0044-03-15 BC")).isEqualTo(LocalDate.of(-43, 3, 15));
        assertThat(TimestampText.instant("2026-11-25 08:00:00.25+08"))
                .isEqualTo(Instant.parse("2026-11-25T00:00:00.25Z"));
        assertThat(TimestampText.instant("2026-11-25 08:00:00-03:30")).isEqualTo(Instant.parse("2026-11-25T11:30:00Z"));
        assertThat(TimestampText.instant("0001-01-01 00:00:00+00 BC")).isEqualTo(Instant.parse("0000-01-01T00:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"infinity", "-infinity"})
    void infinityIsTold(String text) {
        assertThat(TimestampText.isInfinite(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "25.11.2026 08:00:00", "2026-11-25", "2026-11-25 08:00", "2026-13-01 00:00:00"})
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> TimestampText.local(text)).isInstanceOf(RuntimeException.class);
    }
}
