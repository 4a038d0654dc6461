package io.gridhouse.console.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDateTime;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UserGeneratorTest {

    private static final LocalDateTime NOW = LocalDateTime.parse("2026-03-10T10:30:00");

    @Test
    void aUserFollowsFromSeedAndId() {
        assertThat(new UserGenerator(3).user(17, NOW)).isEqualTo(new UserGenerator(3).user(17, NOW));
        assertThat(new UserGenerator(3).user(17, NOW)).isNotEqualTo(new UserGenerator(4).user(17, NOW));
        assertThat(new UserGenerator(3).usage(17))
                .isEqualTo(new UserGenerator(3).user(17, NOW).usage());
    }

    @Test
    void typesAndRegionsAreSpread() {
        UserGenerator generator = new UserGenerator(1);
        Map<UsageType, Integer> types = new EnumMap<>(UsageType.class);
        Set<Integer> regions = new HashSet<>();
        for (int id = 1; id <= 20_000; id++) {
            PowerUser user = generator.user(id, NOW);
            types.merge(user.usage(), 1, Integer::sum);
            regions.add(user.regionId());
            assertThat(user.phone()).matches("1[3-9]\\d{9}");
            assertThat(user.created()).isBeforeOrEqualTo(NOW);
            assertThat(user.address()).startsWith(Regions.name(user.regionId()));
        }

        assertThat(regions).hasSize(15);
        assertThat(types.get(UsageType.RESIDENTIAL) / 20_000.0).isCloseTo(0.80, within(0.02));
        assertThat(types.get(UsageType.COMMERCIAL) / 20_000.0).isCloseTo(0.15, within(0.02));
        assertThat(types.get(UsageType.INDUSTRIAL) / 20_000.0).isCloseTo(0.05, within(0.01));
    }
}
