package io.gridhouse.core.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridhouse.core.sample.EveryType;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The texts are those of PostgreSQL's {@code ::text}. */
class RowTextsTest {

    private final RowTexts texts = new RowTexts(1);

    @ParameterizedTest
    @CsvSource({
        "2024-02-29T23:59:58.123456, 2024-02-29 23:59:58.123456",
        "2024-02-29T23:59:58.120, 2024-02-29 23:59:58.12",
        "2024-02-29T23:59:58, 2024-02-29 23:59:58",
        "0001-01-01T00:00, 0001-01-01 00:00:00",
        "+10000-01-01T00:00, 10000-01-01 00:00:00",
        "+294246-12-31T23:59:59, 294246-12-31 23:59:59",
        "0000-12-31T12:00:00.5, 0001-12-31 12:00:00.5 BC",
        "-4712-01-01T00:00, 4713-01-01 00:00:00 BC"
    })
    void timestamps(LocalDateTime value, String text) {
        assertThat(RowTexts.timestamp(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "2024-02-29, 2024-02-29",
        "+10000-01-01, 10000-01-01",
        "0000-12-31, 0001-12-31 BC",
        "-4712-01-01, 4713-01-01 BC"
    })
    void dates(LocalDate value, String text) {
        texts.putDate(0, value);

        assertThat(texts.values()).containsExactly(text);
    }

    @ParameterizedTest
    @CsvSource({
        "12345, 2, 123.45",
        "-5, 2, -0.05",
        "0, 2, 0.00",
        "7, 0, 7",
        "-999999999999999999, 18, -0.999999999999999999"
    })
    void decimals(long unscaled, int scale, String text) {
        texts.putDecimal(0, unscaled, 18, scale);

        assertThat(texts.values()).containsExactly(text);
    }

    @Test
    void everyColumnOfARowHasItsText() {
        RowTexts row = new RowTexts(EveryType.SCHEMA.size());

        EveryType.SCHEMA.write(EveryType.FULL, row);

        assertThat(row.values())
                .containsExactly(
                        "1",
                        "2",
                        "3",
                        "4",
                        "text",
                        "电网",
                        "123.45",
                        "-0.678",
                        "2024-02-29",
                        "2024-02-29 23:59:58.123456",
                        "1969-12-31 23:59:59.999999",
                        "2023-11-14T22:13:20.123Z");
    }
}
