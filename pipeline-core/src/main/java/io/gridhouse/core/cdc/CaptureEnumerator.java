package io.gridhouse.core.cdc;

import java.util.List;
import java.util.TreeSet;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.cdc.connectors.base.source.assigner.SplitAssigner;
import org.apache.flink.cdc.connectors.base.source.assigner.state.PendingSplitsState;
import org.apache.flink.cdc.connectors.base.source.meta.split.SourceSplitBase;
import org.apache.flink.cdc.connectors.postgres.source.PostgresDialect;
import org.apache.flink.cdc.connectors.postgres.source.config.PostgresSourceConfig;
import org.apache.flink.cdc.connectors.postgres.source.enumerator.PostgresSourceEnumerator;
import org.apache.flink.util.FlinkRuntimeException;

/**
 * Hands out the parts of a capture that starts from nothing. The first of them waits until what has to be done before a snapshot
 * is done, also where a failure brings all of them back (ADR 8).
 *
 * <p>There is no checkpoint, and no savepoint, that holds a part of a snapshot: it refuses them until the snapshot is read. So
 * parts of it come back only to a job that has nothing else either. It tells Flink meanwhile that it works off a backlog, so
 * that no more than one is tried. For one thread, the source coordinator's.
 */
final class CaptureEnumerator extends PostgresSourceEnumerator {

    private final BeforeSnapshot beforeSnapshot;
    private final TreeSet<Integer> waiting = new TreeSet<>();
    private boolean again;
    private boolean prepared;
    private boolean preparing;
    private boolean snapshotIsRead;

    CaptureEnumerator(
            SplitEnumeratorContext<SourceSplitBase> context,
            PostgresSourceConfig configuration,
            SplitAssigner assigner,
            PostgresDialect dialect,
            BeforeSnapshot beforeSnapshot) {
        super(context, configuration, assigner, dialect, Boundedness.CONTINUOUS_UNBOUNDED);
        this.beforeSnapshot = beforeSnapshot;
    }

    @Override
    public void start() {
        context.setIsProcessingBacklog(true);
        super.start();
    }

    @Override
    public void handleSplitRequest(int subtask, String host) {
        if (prepared) {
            super.handleSplitRequest(subtask, host);
            return;
        }
        waiting.add(subtask);
        if (!preparing) {
            preparing = true;
            boolean known = again;
            context.callAsync(
                    () -> {
                        beforeSnapshot.run(known);
                        return true;
                    },
                    (done, failure) -> handOut(failure));
        }
    }

    private void handOut(Throwable failure) {
        preparing = false;
        if (failure != null) {
            throw new FlinkRuntimeException("What comes before the snapshot failed: " + failure, failure);
        }
        prepared = true;
        for (int subtask : waiting) {
            super.handleSplitRequest(subtask, null);
        }
        waiting.clear();
    }

    @Override
    protected void assignSplits() {
        super.assignSplits();
        if (streamSplitTaskId != null && !snapshotIsRead) {
            snapshotIsRead = true;
            context.setIsProcessingBacklog(false);
        }
    }

    @Override
    public PendingSplitsState snapshotState(long checkpoint) {
        if (!snapshotIsRead) {
            throw new FlinkRuntimeException(
                    "The source's snapshot is still being read, and no checkpoint or savepoint may hold a part of it: wait until"
                            + " the job streams, or cancel it and start anew with 'gridhouse clean' and 'gridhouse init'");
        }
        return super.snapshotState(checkpoint);
    }

    @Override
    public void addSplitsBack(List<SourceSplitBase> splits, int subtask) {
        waiting.remove(subtask);
        if (splits.stream().anyMatch(SourceSplitBase::isSnapshotSplit)) {
            again = true;
            prepared = false;
            snapshotIsRead = false;
            context.setIsProcessingBacklog(true);
        }
        super.addSplitsBack(splits, subtask);
    }
}
