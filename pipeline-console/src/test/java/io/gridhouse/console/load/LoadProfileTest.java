package io.gridhouse.console.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class LoadProfileTest {

    @Test
    void defaultsAreTheDocumentedOnes() {
        LoadProfile profile = LoadProfile.defaults();

        assertThat(profile.users()).isEqualTo(20_000);
        assertThat(profile.readings()).isEqualTo(300_000);
        assertThat(profile.zone()).isEqualTo(ZoneId.of("Asia/Shanghai"));
        assertThat(profile.historyDays()).isEqualTo(31);
        assertThat(profile.userSkew()).isEqualTo(0.8);
        assertThat(profile.mix()).isEqualTo(new OperationMix(60, 35, 5));
        assertThat(profile.rowsPerTransaction()).isEqualTo(1);
        assertThat(profile.badShare()).isEqualTo(0.001);
    }

    @Test
    void refusesValuesOutOfRangeAndNamesThem() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LoadProfile.builder().users(0).build())
                .withMessageContaining("users is 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LoadProfile.builder().badShare(1.5).build())
                .withMessageContaining("badShare is 1.5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LoadProfile.builder().lateShare(Double.NaN).build())
                .withMessageContaining("lateShare");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LoadProfile.builder().rowsPerTransaction(0).build())
                .withMessageContaining("rowsPerTransaction");
    }

    @Test
    void parsesAMixAsAPersonWritesIt() {
        assertThat(OperationMix.parse("50/40/10")).isEqualTo(new OperationMix(50, 40, 10));
    }

    @Test
    void refusesAMixThatIsNoHundredPercent() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OperationMix.parse("60/35/6"))
                .withMessageContaining("adds up to 101");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OperationMix.parse("60/40"))
                .withMessageContaining("60/35/5");
        assertThatIllegalArgumentException().isThrownBy(() -> OperationMix.parse("a/b/c"));
        assertThatIllegalArgumentException().isThrownBy(() -> new OperationMix(110, -10, 0));
    }
}
