package io.gridhouse.console.cli;

import io.gridhouse.console.load.LoadProfile;
import io.gridhouse.console.load.OperationMix;
import java.time.ZoneId;
import picocli.CommandLine.Option;

/** What data are generated. */
public final class LoadOptions {

    @Option(names = "--users", paramLabel = "N", description = "Users of the history. Default: ${DEFAULT-VALUE}")
    private int users = 2_000;

    @Option(names = "--readings", paramLabel = "N", description = "Readings of the history. Default: ${DEFAULT-VALUE}")
    private long readings = 50_000;

    @Option(names = "--seed", paramLabel = "S", description = "All randomness comes from it. Default: ${DEFAULT-VALUE}")
    private long seed = 1;

    @Option(
            names = "--skew",
            paramLabel = "X",
            description = "Zipf exponent by which users are drawn, 0 is uniform. Default: ${DEFAULT-VALUE}")
    private double skew = 0.8;

    @Option(
            names = "--mix",
            paramLabel = "I/U/D",
            description = "Insert / update / delete in percent. Default: ${DEFAULT-VALUE}")
    private String mix = "60/35/5";

    @Option(
            names = "--rows-per-transaction",
            paramLabel = "N",
            description = "Row changes per commit. Default: ${DEFAULT-VALUE}")
    private int rowsPerTransaction = 1;

    /** The profile, with times in the business zone. */
    LoadProfile profile(ZoneId businessZone) {
        return LoadProfile.builder()
                .seed(seed)
                .users(users)
                .readings(readings)
                .zone(businessZone)
                .userSkew(skew)
                .mix(OperationMix.parse(mix))
                .rowsPerTransaction(rowsPerTransaction)
                .build();
    }
}
