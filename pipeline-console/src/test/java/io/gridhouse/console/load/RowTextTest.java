package io.gridhouse.console.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class RowTextTest {

    @Test
    void writesLinesOfCopy() {
        RowText text = RowText.copyLines();
        text.begin().column(1).column("北京市").column(null).end();
        text.begin().column(2).column("NaN").column("infinity").end();

        assertThat(text.take()).isEqualTo("1\t北京市\t\\N\n2\tNaN\tinfinity\n");
        assertThat(text.take()).isEmpty();
    }

    @Test
    void writesAnArrayOfCompositeValues() {
        RowText text = RowText.compositeArray();
        text.begin().column(1).column("居民").column(null).end();
        text.begin().column(2).column(null).column("7.00").end();

        assertThat(text.take()).isEqualTo("{\"(1,居民,)\",\"(2,,7.00)\"}");
        assertThat(text.take()).isEqualTo("{}");
    }

    @Test
    void refusesWhatItWouldWriteWrongly() {
        for (String wrong : new String[] {"", "a,b", "a b", "(", "\"", "\\", "a\tb", "{}"}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> RowText.copyLines().begin().column(wrong));
        }
    }
}
