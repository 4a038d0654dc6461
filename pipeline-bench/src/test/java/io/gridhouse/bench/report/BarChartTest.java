package io.gridhouse.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class BarChartTest {

    @Test
    void barsAreAsLongAsTheirMedians() throws Exception {
        Map<String, Spread> bars = new LinkedHashMap<>();
        bars.put("a", new Spread(100, 50, 200, 3));
        bars.put("b", new Spread(50, 50, 50, 1));

        NodeList rectangles = parsed(BarChart.svg("Title", "unit", bars)).getElementsByTagName("rect");

        // The first is the background.
        assertThat(width(rectangles, 1)).isEqualTo(2 * width(rectangles, 2));
    }

    @Test
    void onlySeveralValuesGetALineFromTheLeastToTheGreatest() throws Exception {
        Map<String, Spread> bars = new LinkedHashMap<>();
        bars.put("a", new Spread(100, 50, 200, 3));
        bars.put("b", new Spread(50, 50, 50, 1));

        assertThat(parsed(BarChart.svg("Title", "unit", bars))
                        .getElementsByTagName("path")
                        .getLength())
                .isEqualTo(1);
    }

    @Test
    void textIsEscaped() throws Exception {
        String svg = BarChart.svg("a < b & c", "ms", Map.of("<peer>", Spread.of(List.of(1.0))));

        assertThat(parsed(svg).getElementsByTagName("text").item(0).getTextContent())
                .isEqualTo("a < b & c");
    }

    @Test
    void zeroIsABarWithoutLength() throws Exception {
        NodeList rectangles = parsed(BarChart.svg("Title", "unit", Map.of("a", Spread.of(List.of(0.0)))))
                .getElementsByTagName("rect");

        assertThat(width(rectangles, 1)).isZero();
    }

    @Test
    void aChartNeedsABar() {
        assertThatIllegalArgumentException().isThrownBy(() -> BarChart.svg("Title", "unit", Map.of()));
    }

    private static double width(NodeList rectangles, int index) {
        return Double.parseDouble(((Element) rectangles.item(index)).getAttribute("width"));
    }

    private static Document parsed(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }
}
