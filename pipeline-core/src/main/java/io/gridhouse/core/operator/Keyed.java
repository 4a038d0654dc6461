package io.gridhouse.core.operator;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.apache.flink.streaming.api.datastream.KeyedStream;

/** Streams whose elements of one key come to one subtask. */
public final class Keyed {

    private Keyed() {}

    /**
     * A stream keyed for an operator of the environment's parallelism: shuffled, or, where both sides have one subtask and
     * so nothing can come to another one, as it is. Flink then chains the operator to the one that emits, and no row is
     * serialized between them.
     */
    public static <T, K> KeyedStream<T, K> by(DataStream<T> stream, KeySelector<T, K> key, TypeInformation<K> type) {
        boolean oneSubtask =
                stream.getParallelism() == 1 && stream.getExecutionEnvironment().getParallelism() == 1;
        return oneSubtask ? DataStreamUtils.reinterpretAsKeyedStream(stream, key, type) : stream.keyBy(key, type);
    }
}
