package io.gridhouse.console.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ZipfTest {

    private static final int DRAWS = 200_000;

    @Test
    void frequenciesFollowTheLaw() {
        int[] drawn = draw(Zipf.of(1_000, 1.0), 1_000);

        // The harmonic number of 1000 is 7.485: rank 0 has 13.4 %, rank 1 half, rank 9 a tenth of it.
        assertThat(drawn[0] / (double) DRAWS).isCloseTo(1 / 7.485, within(0.005));
        assertThat(drawn[1] / (double) drawn[0]).isCloseTo(0.5, within(0.03));
        assertThat(drawn[9] / (double) drawn[0]).isCloseTo(0.1, within(0.02));
    }

    @Test
    void noSkewIsUniform() {
        int[] drawn = draw(Zipf.of(10, 0), 10);

        for (int count : drawn) {
            assertThat(count / (double) DRAWS).isCloseTo(0.1, within(0.005));
        }
    }

    @Test
    void lanesShareTheRanksAndTheWholeLaw() {
        double shares = 0;
        for (int lane = 0; lane < 3; lane++) {
            Zipf zipf = Zipf.ofLane(100, 0.8, lane, 3);
            shares += zipf.share();
            int[] drawn = draw(zipf, 100);
            for (int rank = 0; rank < drawn.length; rank++) {
                assertThat(drawn[rank] > 0).as("rank %d in lane %d", rank, lane).isEqualTo(rank % 3 == lane);
            }
        }
        assertThat(shares).isCloseTo(1, within(1e-9));
    }

    @Test
    void refusesALaneWithoutRanks() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Zipf.ofLane(1, 0.8, 1, 2))
                .withMessageContaining("fewer connections");
    }

    private static int[] draw(Zipf zipf, int count) {
        SplittableRandom random = new SplittableRandom(7);
        int[] drawn = new int[count];
        for (int i = 0; i < DRAWS; i++) {
            drawn[zipf.draw(random)]++;
        }
        return drawn;
    }
}
