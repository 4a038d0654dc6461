package io.gridhouse.core.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalTextTest {

    private static final long GREATEST = 999_999_999_999_999_999L;

    @Property(tries = 500)
    void everyDecimalOf18DigitsIsRead(
            @ForAll @LongRange(min = -GREATEST, max = GREATEST) long unscaled,
            @ForAll @IntRange(min = 0, max = 18) int scale) {
        String text = BigDecimal.valueOf(unscaled, scale).toPlainString();

        assertThat(DecimalText.unscaled(text, scale)).isEqualTo(unscaled);
    }

    @ParameterizedTest
    @CsvSource({"12, 1200", "12.5, 1250", "-12.50, -1250", "0.01, 1", "-0.00, 0", "007, 700", "1.2300, 123", ".5, 50"})
    void missingDigitsAreZeroAndTrailingZerosAreNone(String text, long unscaled) {
        assertThat(DecimalText.unscaled(text, 2)).isEqualTo(unscaled);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.234", "-0.001", "92233720368547758.08", "100000000000000000000"})
    void aNumberThatDoesNotFitIsRefusedAndNotRounded(String text) {
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> DecimalText.unscaled(text, 2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", ".", "-.", "+1", "1e5", "1.2.3", "NaN", " 1", "１"})
    void whatIsNoNumberIsRefused(String text) {
        assertThatExceptionOfType(NumberFormatException.class).isThrownBy(() -> DecimalText.unscaled(text, 2));
    }
}
