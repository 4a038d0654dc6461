package io.gridhouse.console.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoCommandTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--rate=-1",
                "--rate=0 --warm-up=30s",
                "--warm-up=0s",
                "--warm-up=500ms",
                "--warm-up=soon",
                "--duration=0s",
                "--set=no.such=option",
                "--unknown"
            })
    void wrongUsageStartsNothing(String options) {
        List<String> arguments = new ArrayList<>(List.of("demo"));
        arguments.addAll(List.of(options.split(" ")));

        assertThat(GridhouseCli.run(arguments.toArray(new String[0]))).isEqualTo(ExitCode.WRONG_USAGE);
    }
}
