package io.gridhouse.power;

import io.gridhouse.core.change.Change;
import io.gridhouse.core.change.ChangeTypeInfo;
import io.gridhouse.core.change.RowTypeInfo;
import io.gridhouse.core.operator.Project;
import io.gridhouse.core.operator.Rekey;
import io.gridhouse.core.operator.RetractingAggregate;
import io.gridhouse.core.operator.RowField;
import io.gridhouse.core.table.RowSchema;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;

/** Adds operators with their uids and types. */
final class Operators {

    private Operators() {}

    /** Groups by a key, and aggregates. */
    static <I, K, O> DataStream<Change<O>> aggregate(
            DataStream<Change<I>> input,
            RowSchema<I> inputSchema,
            PowerOperator rekey,
            RowField<I, K> key,
            RowSchema<K> keySchema,
            PowerOperator operator,
            RowSchema<O> schema,
            RetractingAggregate<K, I, O> aggregate) {
        return bundled(
                Rekey.by(input, inputSchema, key, RowTypeInfo.of(keySchema), rekey.uid()), operator, schema, aggregate);
    }

    /** A keyed operator. */
    static <I, K, O> DataStream<Change<O>> bundled(
            KeyedStream<I, K> input,
            PowerOperator operator,
            RowSchema<O> schema,
            OneInputStreamOperator<I, Change<O>> implementation) {
        return input.transform(operator.uid(), ChangeTypeInfo.of(schema), implementation)
                .uid(operator.uid());
    }

    /** The output of an operator that is keyed by the same key, still keyed: without a shuffle. */
    static <T, K> KeyedStream<Change<T>, K> stillKeyed(
            DataStream<Change<T>> output, RowField<T, K> key, RowSchema<K> keySchema) {
        return DataStreamUtils.reinterpretAsKeyedStream(
                output, change -> key.apply(change.row()), RowTypeInfo.of(keySchema));
    }

    /** A row of another type for each row, in the same subtask. */
    static <I, O> SingleOutputStreamOperator<Change<O>> project(
            DataStream<Change<I>> input, PowerOperator operator, RowSchema<O> schema, Project<I, O> projection) {
        return input.flatMap(projection, ChangeTypeInfo.of(schema))
                .uid(operator.uid())
                .name(operator.uid())
                .setParallelism(input.getParallelism());
    }
}
