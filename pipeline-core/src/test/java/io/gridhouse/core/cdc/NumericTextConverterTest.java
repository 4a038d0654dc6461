package io.gridhouse.core.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import io.debezium.data.SpecialValueDecimal;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class NumericTextConverterTest {

    @Test
    void aDecimalIsItsPlainText() {
        assertThat(NumericTextConverter.text(new BigDecimal("12.50"))).isEqualTo("12.50");
        assertThat(NumericTextConverter.text(new BigDecimal("1E+5"))).isEqualTo("100000");
        assertThat(NumericTextConverter.text(new SpecialValueDecimal(new BigDecimal("-0.01"))))
                .isEqualTo("-0.01");
        assertThat(NumericTextConverter.text("7.00")).isEqualTo("7.00");
    }

    @Test
    void notANumberIsNamedHoweverItComes() {
        assertThat(NumericTextConverter.text(SpecialValueDecimal.NOT_A_NUMBER)).isEqualTo("NaN");
        assertThat(NumericTextConverter.text(Double.NaN)).isEqualTo("NaN");
        assertThat(NumericTextConverter.text("nan")).isEqualTo("NaN");
    }

    @Test
    void nullStaysNull() {
        assertThat(NumericTextConverter.text(null)).isNull();
    }
}
