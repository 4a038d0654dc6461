package io.gridhouse.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridhouse.bench.peer.PeerKind;
import io.gridhouse.bench.workload.Variant;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BenchOptionsTest {

    private static List<String> jvm(PeerKind peer, String... given) {
        return new BenchOptions(
                        List.of(peer),
                        List.of(),
                        List.of(),
                        1,
                        null,
                        Path.of("out"),
                        false,
                        "",
                        List.of(given),
                        Map.of())
                .measuredJvm(peer, Variant.BASE);
    }

    @Test
    void theWarehouseHasTheLaunchersYoungGenerationAndFlinkSqlAThirdOfTheHeap() {
        assertThat(jvm(PeerKind.GRIDHOUSE)).contains("-Xmx6144m", "-XX:+UseParallelGC", "-Xmn256m");
        assertThat(jvm(PeerKind.FLINK_SQL))
                .contains("-Xmx6144m", "-XX:+UseParallelGC")
                .noneMatch(option -> option.startsWith("-Xmn"));
    }

    @Test
    void optionsThatAreGivenReplaceThoseOfEveryPeer() {
        for (PeerKind peer : List.of(PeerKind.GRIDHOUSE, PeerKind.FLINK_SQL)) {
            assertThat(jvm(peer, "-XX:+UseG1GC", "-Xmn1g"))
                    .containsExactly("-Xms6144m", "-Xmx6144m", "-XX:+UseG1GC", "-Xmn1g");
        }
    }
}
