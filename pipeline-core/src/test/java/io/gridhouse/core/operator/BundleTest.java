package io.gridhouse.core.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BundleTest {

    private final Bundle<String> bundle = new Bundle<>();

    private List<String> drain(long watermark) throws Exception {
        List<String> drained = new ArrayList<>();
        bundle.drain(watermark, (element, number) -> drained.add(element + "@" + number));
        return drained;
    }

    @Test
    void elementsComeInOrderOfTheirNumbers() throws Exception {
        bundle.add("c", 3);
        bundle.add("a", 1);
        bundle.add("b", 2);

        assertThat(drain(3)).containsExactly("a@1", "b@2", "c@3");
    }

    @Test
    void elementsOfOneNumberStayInOrderOfArrival() throws Exception {
        bundle.add("later", 2);
        bundle.add("first", 1);
        bundle.add("second", 1);

        assertThat(drain(2)).containsExactly("first@1", "second@1", "later@2");
    }

    @Test
    void whatIsAheadOfTheWatermarkWaits() throws Exception {
        bundle.add("ahead", 5);
        bundle.add("due", 1);

        assertThat(drain(1)).containsExactly("due@1");
        assertThat(bundle.isEmpty()).isFalse();

        bundle.add("between", 3);
        assertThat(drain(5)).containsExactly("between@3", "ahead@5");
        assertThat(bundle.isEmpty()).isTrue();
    }

    @Test
    void aBundleGrowsBeyondItsFirstRoom() throws Exception {
        for (int i = 1_000; i > 0; i--) {
            bundle.add("x", i);
        }

        assertThat(drain(Long.MAX_VALUE)).hasSize(1_000).startsWith("x@1").endsWith("x@1000");
    }
}
