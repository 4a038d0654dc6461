package io.gridhouse.core.cdc;

import io.gridhouse.core.change.Change;
import io.gridhouse.core.change.TaggedChange;
import java.io.Serial;
import java.io.Serializable;
import java.util.List;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Numbers the captured changes and sends each table's into its own stream.
 *
 * <p>The number is the record's Flink timestamp, and a watermark says up to which number everything has been sent. All
 * operators behind it work on bundles that end at a watermark; so they see changes of one source change together even
 * where they travelled through different subtasks, and fold what came close together. Numbers start again after a
 * restart; they order a run, the {@code Position} orders history.
 *
 * <p>After a restart, each change that the earlier run can have seen is a bundle of its own. That run has written to
 * Fluss and the sink what no state remembers; were an insert folded with a delete that follows it, nobody would take the
 * row back.
 *
 * <p>Key: none, parallelism 1. State: none. Emits: the change, unchanged. Cost per change: one virtual call; one
 * watermark per interval with changes.
 */
final class CaptureRouter extends AbstractStreamOperator<Change<?>>
        implements OneInputStreamOperator<TaggedChange, Change<?>> {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Tells how far an earlier run of the job can have come. */
    @FunctionalInterface
    interface ReachedPosition extends Serializable {
        /** The end of the source's WAL now. */
        long now() throws Exception;
    }

    private final List<OutputTag<?>> outputs;
    private final long intervalMillis;
    private final ReachedPosition reached;
    private transient long numbered;
    private transient long announced;
    private transient boolean timerSet;

    /** Changes before it may be a replay; -1 when the job has no earlier run. */
    private transient long replayEnd;

    /**
     * A router.
     *
     * @param outputs one tag per table, in the order of the change's tags
     * @param intervalMillis longest time from a change to the watermark that covers it, milliseconds, positive
     * @param reached asked once, when the job goes on after an earlier run
     */
    CaptureRouter(List<OutputTag<?>> outputs, long intervalMillis, ReachedPosition reached) {
        this.outputs = List.copyOf(outputs);
        this.intervalMillis = intervalMillis;
        this.reached = reached;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        boolean goesOn =
                context.isRestored() || getRuntimeContext().getTaskInfo().getAttemptNumber() > 0;
        replayEnd = goesOn ? reached.now() : -1;
    }

    @Override
    public void processElement(StreamRecord<TaggedChange> element) {
        TaggedChange tagged = element.getValue();
        numbered++;
        send(outputs.get(tagged.tag()), tagged.change());
        if (tagged.change().position().lsn() <= replayEnd) {
            announce();
            return;
        }
        if (!timerSet) {
            timerSet = true;
            getProcessingTimeService()
                    .registerTimer(getProcessingTimeService().getCurrentProcessingTime() + intervalMillis, t -> {
                        timerSet = false;
                        announce();
                    });
        }
    }

    @SuppressWarnings("unchecked")
    private <T> void send(OutputTag<T> tag, Change<?> change) {
        output.collect(tag, new StreamRecord<>((T) change, numbered));
    }

    private void announce() {
        if (numbered > announced) {
            announced = numbered;
            output.emitWatermark(new Watermark(numbered));
        }
    }

    @Override
    public void processWatermark(Watermark mark) {
        // The source's event times say nothing here; only the end of the stream passes.
        if (mark.getTimestamp() == Watermark.MAX_WATERMARK.getTimestamp()) {
            announced = Long.MAX_VALUE;
            output.emitWatermark(mark);
        }
    }
}
