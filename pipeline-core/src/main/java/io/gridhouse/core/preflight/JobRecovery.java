package io.gridhouse.core.preflight;

import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptionsInternal;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.runtime.highavailability.HighAvailabilityServices;
import org.apache.flink.runtime.highavailability.HighAvailabilityServicesUtils;
import org.apache.flink.runtime.jobmanager.ExecutionPlanStore;
import org.apache.flink.runtime.jobmanager.ExecutionPlanStore.ExecutionPlanListener;
import org.apache.flink.runtime.jobmanager.HighAvailabilityMode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells whether Flink has the job already. In application mode a JobManager that is started again runs the main method once
 * more, while it recovers the job from its last checkpoint by itself.
 */
public final class JobRecovery {

    private static final Logger LOG = LoggerFactory.getLogger(JobRecovery.class);

    private JobRecovery() {}

    /**
     * True when the cluster's high availability knows the job that the main method is to start.
     *
     * @param flink the environment's configuration; only that of application mode names the job
     * @throws Exception when the high availability services can't be asked
     */
    public static boolean isUnderWay(ReadableConfig flink) throws Exception {
        Configuration configuration = Configuration.fromMap(flink.toMap());
        String job = configuration.get(PipelineOptionsInternal.PIPELINE_FIXED_JOB_ID);
        if (job == null || !HighAvailabilityMode.isHighAvailabilityModeActivated(configuration)) {
            return false;
        }
        try (HighAvailabilityServices services = HighAvailabilityServicesUtils.createAvailableOrEmbeddedServices(
                configuration,
                Runnable::run,
                error -> LOG.warn("The high availability services that were asked for job {} failed", job, error))) {
            ExecutionPlanStore plans = services.getExecutionPlanStore();
            plans.start(NobodyListens.INSTANCE);
            try {
                return plans.getJobIds().contains(JobID.fromHexString(job));
            } finally {
                plans.stop();
            }
        }
    }

    private enum NobodyListens implements ExecutionPlanListener {
        INSTANCE;

        @Override
        public void onAddedExecutionPlan(JobID job) {
            // Jobs are asked for once.
        }

        @Override
        public void onRemovedExecutionPlan(JobID job) {
            // As above.
        }
    }
}
