package io.gridhouse.bench.ceiling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.gridhouse.bench.report.CeilingResult;
import org.junit.jupiter.api.Test;

class CeilingsTest {

    @Test
    void eachLineIsOneResult() throws Exception {
        assertThat(Ceilings.results("a 100 2.500000\nb 7 1.000000\n", 3, 250))
                .containsExactly(new CeilingResult("a", 3, 100, 2.5, 250.0), new CeilingResult("b", 3, 7, 1, 250.0));
    }

    @Test
    void anythingElseIsAnError() {
        assertThatIOException()
                .isThrownBy(() -> Ceilings.results("a 100 2.5\nwarning\n", 1, 250))
                .withMessageContaining("warning");
    }
}
