package io.gridhouse.core.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridhouse.core.sample.EveryType;
import io.gridhouse.core.sample.Guest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTextTest {

    private static String quoted(String name) {
        String json = JsonText.of(Guest.SCHEMA, new Guest(1, name));
        return json.substring("{\"id\":\"1\",\"name\":".length(), json.length() - 1);
    }

    @Test
    void aRowIsAnObjectOfTexts() {
        assertThat(JsonText.of(EveryType.SCHEMA, EveryType.NULLS))
                .isEqualTo(
                        "{\"id\":\"-1\",\"bigint_or_null\":null,\"number\":\"-3\",\"number_or_null\":null,\"text\":\"\","
                                + "\"text_or_null\":null,\"amount\":\"0.00\",\"amount_or_null\":null,\"day\":\"1970-01-01\","
                                + "\"time\":\"1970-01-01 00:00:00\",\"time_or_null\":null,\"instant_or_null\":null}");
    }

    /** What PostgreSQL 17 answers to {@code select to_json(text)}. */
    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
            8,   \\b
            9,   \\t
            10,  \\n
            12,  \\f
            13,  \\r
            34,  \\"
            92,  \\\\
            1,   \\u0001
            11,  \\u000b
            31,  \\u001f
            """)
    void controlCharactersQuotesAndBackslashesAreEscaped(int codePoint, String escaped) {
        assertThat(quoted("a" + Character.toString(codePoint) + "b")).isEqualTo("\"a" + escaped + "b\"");
    }

    @Test
    void everythingElseStays() {
        assertThat(quoted("/ é 电 𠀀 \u007f \u2028 '")).isEqualTo("\"/ é 电 𠀀 \u007f \u2028 '\"");
    }
}
