package io.gridhouse.core.cdc;

import io.gridhouse.core.change.Change;
import io.gridhouse.core.change.TaggedChange;
import java.io.Serial;
import java.util.List;
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
 * <p>Key: none, parallelism 1. State: none. Emits: the change, unchanged. Cost per change: one virtual call; one
 * watermark per interval with changes.
 */
final class CaptureRouter extends AbstractStreamOperator<Change<?>>
        implements OneInputStreamOperator<TaggedChange, Change<?>> {

    @Serial
    private static final long serialVersionUID = 1L;

    private final List<OutputTag<?>> outputs;
    private final long intervalMillis;
    private transient long numbered;
    private transient long announced;
    private transient boolean timerSet;

    /**
     * A router.
     *
     * @param outputs one tag per table, in the order of the change's tags
     * @param intervalMillis longest time from a change to the watermark that covers it, milliseconds, positive
     */
    CaptureRouter(List<OutputTag<?>> outputs, long intervalMillis) {
        this.outputs = List.copyOf(outputs);
        this.intervalMillis = intervalMillis;
    }

    @Override
    public void processElement(StreamRecord<TaggedChange> element) {
        TaggedChange tagged = element.getValue();
        numbered++;
        send(outputs.get(tagged.tag()), tagged.change());
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
