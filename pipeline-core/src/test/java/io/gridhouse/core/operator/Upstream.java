package io.gridhouse.core.operator;

import io.gridhouse.core.change.Change;
import io.gridhouse.core.sample.Visit;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.util.ListCollector;

/**
 * What two subtasks of an operator that is keyed by one field send on to an operator that is keyed by another. A visit
 * that moves between them arrives as a delete from the one and an insert from the other, in either order.
 */
final class Upstream {

    private Upstream() {}

    /**
     * The elements of a change for input 0.
     *
     * @param upstreamKey the number by which the operator ahead is keyed
     * @param key the key of the operator under test
     */
    static <K> List<HistoryRun.Sent> split(Change<Visit> change, LongField<Visit> upstreamKey, RowField<Visit, K> key) {
        List<HistoryRun.Sent> sent = new ArrayList<>();
        for (Change<Visit> half : rekey(change, upstreamKey::applyAsLong)) {
            int channel = (int) (upstreamKey.applyAsLong(half.row()) % 2);
            for (Change<Visit> keyed : rekey(half, key)) {
                sent.add(new HistoryRun.Sent(channel, 0, key.apply(keyed.row()), keyed));
            }
        }
        return sent;
    }

    private static <T, K> List<Change<T>> rekey(Change<T> change, RowField<T, K> key) {
        List<Change<T>> changes = new ArrayList<>();
        new Rekey<>(key).flatMap(change, new ListCollector<>(changes));
        return changes;
    }
}
