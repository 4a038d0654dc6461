package io.gridhouse.core.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridhouse.core.sample.EveryType;
import io.gridhouse.core.sample.Guest;
import io.gridhouse.core.sample.Visit;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Flink's view of rows and changes. */
class TypeInfoTest {

    static Stream<TypeInformation<?>> types() {
        return Stream.of(
                RowTypeInfo.of(EveryType.SCHEMA),
                ChangeTypeInfo.of(EveryType.SCHEMA),
                new TaggedChangeTypeInfo(List.of(EveryType.SCHEMA, Guest.SCHEMA)));
    }

    @ParameterizedTest
    @MethodSource("types")
    void noSerializerIsGeneric(TypeInformation<?> type) {
        Configuration noKryo = new Configuration();
        noKryo.set(PipelineOptions.GENERIC_TYPES, false);

        assertThat(type.createSerializer(new SerializerConfigImpl(noKryo))
                        .getClass()
                        .getPackageName())
                .isEqualTo("io.gridhouse.core.change");
    }

    @ParameterizedTest
    @MethodSource("types")
    void aTypeTravelsInTheJobGraph(TypeInformation<?> type) throws Exception {
        TypeInformation<?> shipped = InstantiationUtil.clone(type);

        assertThat(shipped).isEqualTo(type).hasSameHashCodeAs(type);
        assertThat(shipped.canEqual(type)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("types")
    void typesOfOtherRowsDiffer(TypeInformation<?> type) {
        assertThat(type)
                .isNotEqualTo(RowTypeInfo.of(Visit.SCHEMA))
                .isNotEqualTo(ChangeTypeInfo.of(Visit.SCHEMA))
                .isNotEqualTo(new TaggedChangeTypeInfo(List.of(Visit.SCHEMA)));
    }
}
