package io.gridhouse.core.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class InternedTextTest {

    @Property(tries = 2_000)
    void textIsWhatTheCharsetMakesOfIt(@ForAll @StringLength(max = 100) String text, @ForAll byte behind) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        byte[] longer = Arrays.copyOf(utf8, utf8.length + 1);
        longer[utf8.length] = behind;
        for (int time = 0; time < 2; time++) {
            assertThat(InternedText.decode(longer, utf8.length)).isEqualTo(new String(utf8, StandardCharsets.UTF_8));
        }
    }

    @Test
    void aShortTextThatIsMetAgainIsTheSameObject() {
        byte[] first = "华东区".getBytes(StandardCharsets.UTF_8);
        byte[] again = "华东区".getBytes(StandardCharsets.UTF_8);
        assertThat(InternedText.decode(first, first.length)).isSameAs(InternedText.decode(again, again.length));
        Arrays.fill(first, (byte) 'x');
        assertThat(InternedText.decode(again, again.length))
                .as("after the buffer's next use")
                .isEqualTo("华东区");
    }

    /** "Aa" and "BB" have one hash, as strings and as bytes. */
    @Test
    void textsOfOnePlaceAreNotTakenForEachOther() {
        for (String text : new String[] {"Aa", "BB", "Aa"}) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            assertThat(InternedText.decode(utf8, utf8.length)).isEqualTo(text);
        }
    }
}
