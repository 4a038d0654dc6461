package io.gridhouse.core.change;

import java.io.Serial;
import java.util.List;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Numbers the changes of a job's tables and sends each table's into its own stream.
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
public final class ChangeRouter extends AbstractStreamOperator<Change<?>>
        implements OneInputStreamOperator<TaggedChange, Change<?>> {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * The number of the first change that no earlier run can have seen, where the job goes on after one. Lower ones are of
     * changes that it can have seen, or of the snapshot, which is read again where a chunk had not ended. Of several tables
     * that are read side by side, replayed changes of one can follow the first unseen one of another, with higher numbers.
     */
    public static final long FIRST_UNSEEN = 1L << 40;

    /**
     * Milliseconds that a bundle lasts, for each change per millisecond: 10 at 4,000 changes/s, 50 at 20,000. What a bundle folds is
     * not computed, written and read: the places of a ranking change with every bundle. At low rates there is nothing to fold, and
     * waiting is all that is left (docs/benchmarks/changes.md).
     */
    private static final double MILLIS_PER_RATE = 2.5;

    /** A backlog comes at any rate; what is read from the tables meanwhile is not to get older for it. */
    private static final long LONGEST_MILLIS = 100;

    private final List<OutputTag<?>> outputs;
    private final long intervalMillis;
    private transient long numbered;
    private transient long announced;
    private transient boolean timerSet;
    private transient long begun;
    private transient long sinceBegin;
    private transient boolean goesOn;

    /**
     * A router.
     *
     * @param outputs one tag per table; a change with tag {@code t} goes to the one at {@code t mod size}, and an earlier run
     *     can have seen it where {@code t} is not less than the size
     * @param intervalMillis time from a change to the watermark that covers it while few come, milliseconds, positive; with many it
     *     rises to a tenth of a second
     */
    public ChangeRouter(List<OutputTag<?>> outputs, long intervalMillis) {
        this.outputs = List.copyOf(outputs);
        this.intervalMillis = intervalMillis;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        goesOn = context.isRestored() || getRuntimeContext().getTaskInfo().getAttemptNumber() > 0;
    }

    @Override
    public void processElement(StreamRecord<TaggedChange> element) {
        TaggedChange tagged = element.getValue();
        sinceBegin++;
        boolean replayed = tagged.tag() >= outputs.size();
        // A job whose JobManager crashed before the first checkpoint does not know by itself that it had an earlier
        // run.
        goesOn |= replayed;
        boolean unseen = goesOn && !replayed && tagged.change().position().lsn() != Position.SNAPSHOT_LSN;
        if (unseen && numbered < FIRST_UNSEEN) {
            // What is in doubt shares no bundle, and so no row, with what is not.
            announce();
            numbered = FIRST_UNSEEN;
        } else {
            numbered++;
        }
        send(outputs.get(tagged.tag() % outputs.size()), tagged.change());
        if (replayed) {
            announce();
            return;
        }
        if (!timerSet) {
            timerSet = true;
            long now = getProcessingTimeService().getCurrentProcessingTime();
            getProcessingTimeService().registerTimer(now + waitMillis(now), t -> {
                timerSet = false;
                announce();
            });
        }
    }

    /** How long the bundle that begins now waits for more: the longer, the more came in the one before. */
    private long waitMillis(long now) {
        double changesPerMilli = (double) sinceBegin / Math.max(1, now - begun);
        begun = now;
        sinceBegin = 0;
        return Math.max(intervalMillis, Math.min(LONGEST_MILLIS, Math.round(changesPerMilli * MILLIS_PER_RATE)));
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
