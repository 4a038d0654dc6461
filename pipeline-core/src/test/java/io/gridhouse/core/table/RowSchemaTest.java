package io.gridhouse.core.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gridhouse.core.sample.EveryType;
import io.gridhouse.core.sample.Visit;
import java.util.function.Function;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

class RowSchemaTest {

    /** A row that is declared in each test. */
    public record Row(long id, String text, Long amount) {}

    /** A row type that forgot its schema. */
    public record Undeclared(long id) {}

    private static void refused(Function<Fields, Row> constructor, String message) {
        RowSchema.Builder<Row> columns = RowSchema.of(Row.class)
                .bigint("id", Row::id)
                .stringOrNull("text", Row::text)
                .decimalOrNull("amount", 10, 2, Row::amount);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> columns.build(constructor))
                .withMessage(message);
    }

    @Test
    void aConstructorThatReadsAnotherTypeIsRefused() {
        refused(
                f -> new Row(f.integer(), f.stringOrNull(), f.decimalOrNull()),
                "Row: the constructor function reads column 0 as INT, but it is id BIGINT");
        refused(
                f -> new Row(f.bigint(), f.stringOrNull(), f.bigintOrNull()),
                "Row: the constructor function reads column 2 as BIGINT, but it is amount DECIMAL(10,2)");
    }

    @Test
    void aConstructorThatTakesTooFewColumnsIsRefused() {
        refused(
                f -> new Row(f.bigint(), f.stringOrNull(), null),
                "Row declares 3 columns, but its constructor function takes 2");
    }

    @Test
    void aConstructorThatTakesTooManyColumnsIsRefused() {
        refused(
                f -> {
                    Row row = new Row(f.bigint(), f.stringOrNull(), f.decimalOrNull());
                    f.bigint();
                    return row;
                },
                "Row: the constructor function reads column 3 as BIGINT, but it is not declared");
        refused(
                f -> {
                    Row row = new Row(f.bigint(), f.stringOrNull(), f.decimalOrNull());
                    f.decimal();
                    return row;
                },
                "Row: the constructor function reads column 3 as DECIMAL, but it is not declared");
        refused(
                f -> {
                    Row row = new Row(f.bigint(), f.stringOrNull(), f.decimalOrNull());
                    f.timestampOrNull();
                    return row;
                },
                "Row: the constructor function reads column 3 as TIMESTAMP, but it is not declared");
    }

    @Test
    void aColumnThatIsNeverNullIsNotReadAsNullable() {
        refused(
                f -> new Row(f.bigintOrNull(), f.stringOrNull(), f.decimalOrNull()),
                "Row: the constructor function takes column 'id' as nullable");
    }

    @Test
    void aNullableColumnIsNotReadAsNeverNull() {
        refused(
                f -> new Row(f.bigint(), f.string(), f.decimalOrNull()),
                "Row: the constructor function takes column 'text' as never null");
        refused(
                f -> new Row(f.bigint(), f.stringOrNull(), f.decimal()),
                "Row: the constructor function takes column 'amount' as never null");
    }

    @Test
    void aSchemaIsTheSameInstanceAfterJavaSerialization() throws Exception {
        assertThat(InstantiationUtil.<RowSchema<Visit>>deserializeObject(
                        InstantiationUtil.serializeObject(Visit.SCHEMA), Visit.class.getClassLoader()))
                .isSameAs(Visit.SCHEMA);
        assertThat(InstantiationUtil.clone(EveryType.TABLE).schema()).isSameAs(EveryType.SCHEMA);
    }

    @Test
    void aRowTypeWithoutASchemaIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RowSchema.declaredBy(Undeclared.class))
                .withMessageContaining("Undeclared declares no public static final RowSchema of its own type");
    }

    @Test
    void anUnknownColumnIsNamed() {
        assertThat(Visit.SCHEMA.indexOf("amount")).isEqualTo(3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Visit.SCHEMA.indexOf("amont"))
                .withMessage("No column 'amont' in Visit");
    }

    @Test
    void aDecimalThatALongCannotHoldIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ColumnType(ColumnType.Kind.DECIMAL, 19, 2))
                .withMessageContaining("DECIMAL(19,2): precision must be 1 to 18");
        assertThatIllegalArgumentException().isThrownBy(() -> new ColumnType(ColumnType.Kind.DECIMAL, 10, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> new ColumnType(ColumnType.Kind.DECIMAL, 0, 0));
    }
}
