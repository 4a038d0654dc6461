package io.gridhouse.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {

    @Test
    void theMedianOfAnOddNumberIsTheMiddleOne() {
        assertThat(Spread.of(List.of(30.0, 10.0, 20.0))).isEqualTo(new Spread(20, 10, 30, 3));
    }

    @Test
    void theMedianOfAnEvenNumberIsTheMeanOfTheMiddleTwo() {
        assertThat(Spread.of(List.of(4.0, 1.0, 3.0, 2.0)).median()).isEqualTo(2.5);
    }

    @Test
    void oneValueIsWrittenWithoutExtremes() {
        assertThat(Spread.of(List.of(12.34)).text()).isEqualTo("12.3");
    }

    @Test
    void severalValuesAreWrittenWithTheirExtremes() {
        assertThat(Spread.of(List.of(12_345.6, 900.0, 20_000.0)).text()).isEqualTo("12,346 (900–20,000)");
    }

    @Test
    void smallValuesKeepADecimal() {
        assertThat(Spread.of(List.of(99.94, 250.0)).text()).isEqualTo("175.0 (99.9–250.0)");
    }

    @Test
    void nothingHasNoSpread() {
        assertThatIllegalArgumentException().isThrownBy(() -> Spread.of(List.of()));
    }
}
