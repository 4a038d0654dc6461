package io.gridhouse.core.operator;

import io.gridhouse.core.change.Change;
import java.io.Serial;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * An operator with one input that works on bundles: all elements up to a watermark at once, in the order of the source.
 *
 * <p>Many changes of a key become one access to its state and one emitted change. The elements wait no longer than the
 * interval of the watermarks that the capture emits. A checkpoint barrier ends a bundle too.
 *
 * @param <I> the element read
 * @param <O> the row emitted
 */
abstract class BundledOperator<I, O> extends AbstractStreamOperator<Change<O>>
        implements OneInputStreamOperator<I, Change<O>> {

    @Serial
    private static final long serialVersionUID = 1L;

    private transient Bundle<I> bundle;
    private transient StreamRecord<Change<O>> record;

    /** Takes one element of the bundle. The current key is not set. */
    abstract void gather(I element, long number) throws Exception;

    /** Works on what was gathered and forgets it. */
    abstract void finishBundle() throws Exception;

    @Override
    public void open() throws Exception {
        super.open();
        bundle = new Bundle<>();
        record = new StreamRecord<>(null);
    }

    @Override
    public void processElement(StreamRecord<I> element) {
        bundle.add(element.getValue(), element.getTimestamp());
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        drain(mark.getTimestamp());
        super.processWatermark(mark);
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
        drain(Long.MAX_VALUE);
    }

    @Override
    public void finish() throws Exception {
        drain(Long.MAX_VALUE);
        super.finish();
    }

    private void drain(long watermark) throws Exception {
        if (!bundle.isEmpty()) {
            bundle.drain(watermark, this::gather);
            finishBundle();
        }
    }

    final void emit(Change<O> change, long number) {
        output.collect(record.replace(change, number));
    }
}
