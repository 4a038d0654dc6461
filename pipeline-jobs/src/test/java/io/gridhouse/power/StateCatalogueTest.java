package io.gridhouse.power;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.ListSerializer;
import org.apache.flink.api.common.typeutils.base.MapSerializer;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.api.java.typeutils.runtime.TupleSerializer;
import org.apache.flink.core.memory.DataInputViewStreamWrapper;
import org.apache.flink.runtime.state.KeyedBackendSerializationProxy;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.StreamStateHandle;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot.CommonOptionsKeys;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot.CommonSerializerKeys;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.SimpleOperatorFactory;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.transformations.OneInputTransformation;
import org.apache.flink.streaming.api.transformations.TwoInputTransformation;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** Compares the states that the job's operators register with those that docs/reference/state.md lists. */
class StateCatalogueTest {

    private static final Path CATALOGUE = Path.of("..", "docs", "reference", "state.md");
    private static final int COLUMNS = 5;

    @Test
    void theCatalogueListsEveryKeyedState() throws Exception {
        List<String> registered = new ArrayList<>();
        for (Transformation<?> transformation : PowerGraphs.transformations()) {
            registered.addAll(states(transformation));
        }

        assertThat(catalogue().stream()
                        .map(cells -> String.join(" | ", cells.subList(0, COLUMNS - 1)))
                        .toList())
                .containsExactlyElementsOf(registered);
    }

    @Test
    void everyStateHasItsBound() throws Exception {
        assertThat(catalogue())
                .isNotEmpty()
                .allSatisfy(cells ->
                        assertThat(cells).hasSize(COLUMNS).last().asString().isNotBlank());
    }

    /** The cells of the table's rows; those of keyed state begin with the operator's uid as code. */
    private static List<List<String>> catalogue() throws IOException {
        return Files.readAllLines(CATALOGUE).stream()
                .filter(line -> line.startsWith("| `"))
                .map(line -> Arrays.stream(line.substring(1).split("\\|"))
                        .map(cell -> cell.replace("`", "").strip())
                        .toList())
                .toList();
    }

    private static List<String> states(Transformation<?> transformation) throws Exception {
        if (transformation instanceof OneInputTransformation<?, ?> one && one.getStateKeyType() != null) {
            return states(one.getUid(), one.getStateKeyType(), oneInput(one));
        }
        if (transformation instanceof TwoInputTransformation<?, ?, ?> two && two.getStateKeyType() != null) {
            return states(two.getUid(), two.getStateKeyType(), twoInputs(two));
        }
        return List.of();
    }

    @SuppressWarnings("unchecked")
    private static <K, I, O> AbstractStreamOperatorTestHarness<O> oneInput(OneInputTransformation<I, O> transformation)
            throws Exception {
        return new KeyedOneInputStreamOperatorTestHarness<>(
                (OneInputStreamOperator<I, O>)
                        ((SimpleOperatorFactory<O>) transformation.getOperatorFactory()).getOperator(),
                (KeySelector<I, K>) transformation.getStateKeySelector(),
                (TypeInformation<K>) transformation.getStateKeyType());
    }

    @SuppressWarnings("unchecked")
    private static <K, A, B, O> AbstractStreamOperatorTestHarness<O> twoInputs(
            TwoInputTransformation<A, B, O> transformation) throws Exception {
        return new KeyedTwoInputStreamOperatorTestHarness<>(
                (TwoInputStreamOperator<A, B, O>)
                        ((SimpleOperatorFactory<O>) transformation.getOperatorFactory()).getOperator(),
                (KeySelector<A, K>) transformation.getStateKeySelector1(),
                (KeySelector<B, K>) transformation.getStateKeySelector2(),
                (TypeInformation<K>) transformation.getStateKeyType());
    }

    /** One line per keyed state that the operator registers when it opens: operator, key, state, type. */
    private static <O> List<String> states(
            String uid, TypeInformation<?> key, AbstractStreamOperatorTestHarness<O> task) throws Exception {
        List<String> states = new ArrayList<>();
        try (task) {
            task.open();
            for (KeyedStateHandle handle : task.snapshot(1, 1).getManagedKeyedState()) {
                KeyedBackendSerializationProxy<?> header =
                        new KeyedBackendSerializationProxy<>(StateCatalogueTest.class.getClassLoader());
                try (var in = ((StreamStateHandle) handle).openInputStream()) {
                    header.read(new DataInputViewStreamWrapper(in));
                }
                for (StateMetaInfoSnapshot state : header.getStateMetaInfoSnapshots()) {
                    TypeSerializer<?> value = state.getTypeSerializerSnapshot(CommonSerializerKeys.VALUE_SERIALIZER)
                            .restoreSerializer();
                    PowerGraphs.requireTyped(uid + "." + state.getName(), value);
                    states.add("%s | %s | %s | %s %s"
                            .formatted(
                                    uid,
                                    name(key.createSerializer(new SerializerConfigImpl())),
                                    state.getName(),
                                    state.getOption(CommonOptionsKeys.KEYED_STATE_TYPE)
                                            .toLowerCase(),
                                    name(value)));
                }
            }
        }
        states.sort(null);
        return states;
    }

    private static String name(TypeSerializer<?> serializer) {
        if (serializer instanceof MapSerializer<?, ?> map) {
            return name(map.getKeySerializer()) + " to " + name(map.getValueSerializer());
        }
        if (serializer instanceof ListSerializer<?> list) {
            return name(list.getElementSerializer());
        }
        if (serializer instanceof TupleSerializer<?> tuple) {
            return Arrays.stream(tuple.getFieldSerializers())
                    .map(StateCatalogueTest::name)
                    .collect(Collectors.joining(" with "));
        }
        if (serializer.getClass().getName().startsWith("io.gridhouse.")) {
            return serializer.toString();
        }
        return serializer
                .getClass()
                .getSimpleName()
                .replace("PrimitiveArraySerializer", "[]")
                .replace("Serializer", "");
    }
}
