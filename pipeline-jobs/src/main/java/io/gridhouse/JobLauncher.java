package io.gridhouse;

import io.gridhouse.core.config.SettingsException;
import io.gridhouse.power.PowerJob;
import java.util.Arrays;

/** The fat jar's entry: {@code flink run gridhouse-jobs.jar power --config gridhouse.yaml}. */
public final class JobLauncher {

    private JobLauncher() {}

    /** Starts the warehouse that the first argument names. */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 0 || !arguments[0].equals(PowerJob.NAME)) {
            throw new SettingsException("Name a warehouse first. There is: " + PowerJob.NAME
                    + ". For example: flink run gridhouse-jobs.jar " + PowerJob.NAME + " --config gridhouse.yaml");
        }
        PowerJob.main(Arrays.copyOfRange(arguments, 1, arguments.length));
    }
}
