package io.gridhouse.core.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gridhouse.core.sample.EveryType;
import io.gridhouse.core.sample.Guest;
import io.gridhouse.core.table.RowSchema;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.flink.api.common.typeutils.SerializerTestBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.junit.jupiter.api.Test;

class TaggedChangeSerializerTest extends SerializerTestBase<TaggedChange> {

    private static final Position HERE = new Position(8, 1_000);

    @Override
    protected TypeSerializer<TaggedChange> createSerializer() {
        return new TaggedChangeSerializer(List.of(EveryType.SCHEMA, Guest.SCHEMA));
    }

    @Override
    protected int getLength() {
        return -1;
    }

    @Override
    protected Class<TaggedChange> getTypeClass() {
        return TaggedChange.class;
    }

    @Override
    protected TaggedChange[] getTestData() {
        return new TaggedChange[] {
            new TaggedChange(0, Change.update(EveryType.NULLS, EveryType.FULL, HERE)),
            new TaggedChange(1, Change.insert(new Guest(1, "张三"), HERE)),
            new TaggedChange(1, Change.delete(new Guest(Long.MIN_VALUE, ""), HERE))
        };
    }

    /** Changes have no empty instance to reuse. */
    @Override
    protected void testInstantiate() {
        assertThat(createSerializer().createInstance()).isNull();
    }

    @Test
    void theLastOf128TablesIsReadAsItWasWritten() throws Exception {
        TaggedChangeSerializer serializer = new TaggedChangeSerializer(guests(128));
        TaggedChange last = new TaggedChange(127, Change.insert(new Guest(1, "Ada"), HERE));

        assertThat(Bytes.read(Bytes.of(last, serializer), serializer)).isEqualTo(last);
    }

    @Test
    void moreTablesThanATagCanNameAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TaggedChangeSerializer(guests(129)))
                .withMessageContaining("at most 128 schemas");
    }

    private static List<RowSchema<?>> guests(int count) {
        return new ArrayList<>(Collections.nCopies(count, Guest.SCHEMA));
    }
}
