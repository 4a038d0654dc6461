package io.gridhouse.core.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ByteOrderTest {

    /** Code points on both sides of each border between UTF-8 lengths, and around the surrogates. */
    private static final List<Integer> BORDERS =
            List.of(1, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xffff, 0x10000, 0x10ffff);

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                        Arbitraries.of(BORDERS),
                        Arbitraries.integers().between(1, 0xd7ff),
                        Arbitraries.integers().between(0xe000, 0x10ffff))
                .map(Character::toString)
                .list()
                .ofMaxSize(4)
                .map(parts -> String.join("", parts));
    }

    @Property
    void textsCompareAsTheirUtf8Bytes(@ForAll("texts") String a, @ForAll("texts") String b) {
        int expected = Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

        assertThat(Integer.signum(ByteOrder.compare(a, b))).isEqualTo(Integer.signum(expected));
    }
}
