package io.gridhouse.console.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class RegionsTest {

    @Test
    void areTheFifteenOfThisCompany() {
        assertThat(Regions.count()).isEqualTo(15);
        assertThat(Regions.name(1)).isEqualTo("北京市");
        assertThat(Regions.name(5)).isEqualTo("内蒙古自治区");
        assertThat(Regions.name(8)).isEqualTo("黑龙江省");
        assertThat(Regions.name(15)).isEqualTo("山东省");
    }

    @Test
    void refusesARegionOfAnotherCompany() {
        assertThatIllegalArgumentException().isThrownBy(() -> Regions.name(16)).withMessageContaining("1 to 15");
        assertThatIllegalArgumentException().isThrownBy(() -> Regions.name(0));
    }
}
