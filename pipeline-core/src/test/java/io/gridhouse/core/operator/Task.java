package io.gridhouse.core.operator;

import io.gridhouse.core.change.Change;
import io.gridhouse.core.change.ChangeTypeInfo;
import io.gridhouse.core.table.RowSchema;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.state.AbstractKeyedStateBackend;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.heap.HeapKeyedStateBackend;
import org.apache.flink.state.rocksdb.RocksDBKeyedStateBackend;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.util.InstantiationUtil;

/** One subtask of a keyed operator in Flink's harness, with one input or two. */
interface Task<O> {

    /** Hands an element to an input, counted from 0. */
    void process(int input, Object element, long number) throws Exception;

    /** Advances the watermark of all inputs. */
    void watermark(long mark) throws Exception;

    AbstractStreamOperatorTestHarness<Change<O>> harness();

    /** Number of entries of keyed state, on either state backend. */
    default int stateEntries() {
        AbstractStreamOperator<?> operator =
                (AbstractStreamOperator<?>) harness().getOperator();
        return operator.getKeyedStateBackend() instanceof AbstractKeyedStateBackend<?> backend ? entries(backend) : 0;
    }

    static int entries(AbstractKeyedStateBackend<?> backend) {
        return backend instanceof RocksDBKeyedStateBackend<?> rocks
                ? rocks.numKeyValueStateEntries()
                : ((HeapKeyedStateBackend<?>) backend).numKeyValueStateEntries();
    }

    /** Makes subtasks of one operator. */
    @FunctionalInterface
    interface Factory<O> {
        /** A subtask that is neither set up nor opened. */
        Task<O> subtask(int maxParallelism, int parallelism, int index) throws Exception;
    }

    /** An operator as the job graph would bring it to a task manager: serialized. */
    private static <T> T shipped(T operator) throws Exception {
        return InstantiationUtil.deserializeObject(
                InstantiationUtil.serializeObject(operator), Task.class.getClassLoader());
    }

    /** Subtasks with one input. */
    static <K, I, O> Factory<O> oneInput(
            OneInputStreamOperator<I, Change<O>> operator, RowField<I, K> key, TypeInformation<K> keyType) {
        return (maxParallelism, parallelism, index) -> {
            KeyedOneInputStreamOperatorTestHarness<K, I, Change<O>> harness =
                    new KeyedOneInputStreamOperatorTestHarness<>(
                            shipped(operator), key::apply, keyType, maxParallelism, parallelism, index);
            return new Task<>() {
                @Override
                @SuppressWarnings("unchecked")
                public void process(int input, Object element, long number) throws Exception {
                    harness.processElement(new StreamRecord<>((I) element, number));
                }

                @Override
                public void watermark(long mark) throws Exception {
                    harness.processWatermark(mark);
                }

                @Override
                public AbstractStreamOperatorTestHarness<Change<O>> harness() {
                    return harness;
                }
            };
        };
    }

    /** Subtasks with two inputs. */
    static <K, A, B, O> Factory<O> twoInputs(
            TwoInputStreamOperator<A, B, Change<O>> operator,
            RowField<A, K> firstKey,
            RowField<B, K> secondKey,
            TypeInformation<K> keyType) {
        return (maxParallelism, parallelism, index) -> {
            KeyedTwoInputStreamOperatorTestHarness<K, A, B, Change<O>> harness =
                    new KeyedTwoInputStreamOperatorTestHarness<>(
                            shipped(operator),
                            firstKey::apply,
                            secondKey::apply,
                            keyType,
                            maxParallelism,
                            parallelism,
                            index);
            return new Task<>() {
                @Override
                @SuppressWarnings("unchecked")
                public void process(int input, Object element, long number) throws Exception {
                    if (input == 0) {
                        harness.processElement1(new StreamRecord<>((A) element, number));
                    } else {
                        harness.processElement2(new StreamRecord<>((B) element, number));
                    }
                }

                @Override
                public void watermark(long mark) throws Exception {
                    harness.processBothWatermarks(new Watermark(mark));
                }

                @Override
                public AbstractStreamOperatorTestHarness<Change<O>> harness() {
                    return harness;
                }
            };
        };
    }

    /** Sets the subtask up for changes of a schema's rows. */
    default void setUp(RowSchema<O> schema, StateBackend backend) {
        harness().setStateBackend(backend);
        harness().setup(ChangeTypeInfo.of(schema).createSerializer(new SerializerConfigImpl()));
    }

    /** What was emitted since the last call; empties the output. */
    @SuppressWarnings("unchecked")
    default List<StreamRecord<Change<O>>> takeOutput() {
        List<StreamRecord<Change<O>>> records = harness().getOutput().stream()
                .filter(StreamRecord.class::isInstance)
                .map(record -> (StreamRecord<Change<O>>) record)
                .toList();
        harness().getOutput().clear();
        return records;
    }
}
