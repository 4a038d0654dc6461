package io.gridhouse.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridhouse.console.cli.ExitCode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchCliTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--peers=nobody",
                "--workloads=nothing",
                "--variants=nothing",
                "--typed=0",
                "--steady=soon",
                "--rounds=0",
                "--rates=2000,1000",
                "--backlog=0",
                "--move-readings=0",
                "--bisections=-1",
                "--warm-up=soon",
                "--mix=50/50/50",
                "--jvm=",
                "--set=no.such=option",
                "--unknown"
            })
    void wrongUsageStartsNothing(String argument) {
        assertThat(BenchCli.run(argument)).isEqualTo(ExitCode.WRONG_USAGE);
    }

    @Test
    void theResultsNameACommandThatCanBeTyped() {
        assertThat(BenchCli.command(List.of("--quick", "--jvm=-XX:+UseG1GC -Xmn128m")))
                .isEqualTo("--quick '--jvm=-XX:+UseG1GC -Xmn128m'");
    }
}
