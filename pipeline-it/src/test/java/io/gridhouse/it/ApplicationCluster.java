package io.gridhouse.it;

import io.gridhouse.JobLauncher;
import java.util.Arrays;
import org.apache.flink.api.common.JobID;
import org.apache.flink.client.deployment.application.ApplicationClusterEntryPoint;
import org.apache.flink.client.program.PackagedProgram;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.PipelineOptionsInternal;
import org.apache.flink.runtime.entrypoint.ClusterEntrypoint;
import org.apache.flink.runtime.resourcemanager.StandaloneResourceManagerFactory;

/**
 * A JobManager that runs the fat jar's main class, as {@code standalone-job.sh} of Flink's distribution starts it: {@code
 * CONFIG_DIR ARGUMENT...}.
 */
public final class ApplicationCluster extends ApplicationClusterEntryPoint {

    private ApplicationCluster(Configuration configuration, PackagedProgram program) {
        super(configuration, program, StandaloneResourceManagerFactory.getInstance());
    }

    /** Runs until the job ends. */
    public static void main(String[] arguments) throws Exception {
        Configuration configuration = GlobalConfiguration.loadConfiguration(arguments[0]);
        // One job per cluster: it has the same name after each start.
        configuration.set(PipelineOptionsInternal.PIPELINE_FIXED_JOB_ID, new JobID(0, 0).toHexString());
        PackagedProgram program = PackagedProgram.newBuilder()
                .setEntryPointClassName(JobLauncher.class.getName())
                .setArguments(Arrays.copyOfRange(arguments, 1, arguments.length))
                .setConfiguration(configuration)
                .build();
        configureExecution(configuration, program);
        ClusterEntrypoint.runClusterEntrypoint(new ApplicationCluster(configuration, program));
    }
}
