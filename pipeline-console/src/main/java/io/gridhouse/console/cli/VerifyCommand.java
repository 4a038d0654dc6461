package io.gridhouse.console.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gridhouse.console.verify.LayerResult;
import io.gridhouse.console.verify.Verification;
import io.gridhouse.core.config.Settings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compares every layer with the oracle. */
@Command(
        name = "verify",
        description = "Recomputes every layer in SQL from the source and compares row for row.",
        mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {

    @Mixin
    private SettingsOptions options;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            description =
                    "While layers differ, compare again for so long after the first comparison: changes may be on their way."
                            + " Default: ${DEFAULT-VALUE}")
    private int waitSeconds = 30;

    @Option(names = "--json", description = "Print the results as JSON.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        Settings settings = options.read();
        if (options.printed(settings)) {
            return ExitCode.FINE;
        }
        Verification verification = new Verification(settings);
        List<LayerResult> results = verification.run();
        // A long history takes longer to compare than a table to catch up.
        long deadline = System.nanoTime() + Duration.ofSeconds(waitSeconds).toNanos();
        while (!results.stream().allMatch(LayerResult::equal) && System.nanoTime() < deadline) {
            results = verification.run();
        }
        Terminal terminal = GridhouseCli.terminal();
        if (json) {
            terminal.line(new ObjectMapper().writeValueAsString(results));
        } else {
            ResultTable.lines(results).forEach(terminal::line);
        }
        return results.stream().allMatch(LayerResult::equal) ? ExitCode.FINE : ExitCode.CHECK_FAILED;
    }
}
