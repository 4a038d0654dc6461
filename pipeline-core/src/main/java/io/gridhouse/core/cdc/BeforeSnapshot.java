package io.gridhouse.core.cdc;

import java.io.Serializable;

/**
 * What is done before the first row of a snapshot is read, and again before it is read once more because the job failed ahead
 * of its first checkpoint. Runs on the JobManager, while no task has anything to write.
 */
@FunctionalInterface
public interface BeforeSnapshot extends Serializable {

    /** For a job that writes nothing that a later attempt would find. */
    BeforeSnapshot NOTHING = again -> {};

    /**
     * Does it. May take its time, and is interrupted when the job ends.
     *
     * @param again whether an attempt is known that has read of the snapshot; a JobManager that takes over knows of none
     * @throws Exception fails the job, which tries once more as its restart strategy says
     */
    void run(boolean again) throws Exception;
}
