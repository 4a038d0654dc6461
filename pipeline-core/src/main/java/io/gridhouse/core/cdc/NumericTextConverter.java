package io.gridhouse.core.cdc;

import io.debezium.data.SpecialValueDecimal;
import io.debezium.spi.converter.CustomConverter;
import io.debezium.spi.converter.RelationalColumn;
import java.math.BigDecimal;
import java.util.Properties;
import org.apache.kafka.connect.data.SchemaBuilder;

/**
 * Makes Debezium deliver NUMERIC as PostgreSQL's text.
 *
 * <p>Its own modes lose a NaN: {@code precise} stops the connector for good, {@code string} replaces it by null when it
 * meets one in a snapshot. Debezium makes the instance from the class's name.
 */
public final class NumericTextConverter implements CustomConverter<SchemaBuilder, RelationalColumn> {

    /** PostgreSQL's text of a value that is no number. */
    static final String NAN = "NaN";

    @Override
    public void configure(Properties properties) {
        // There is nothing to configure.
    }

    @Override
    public void converterFor(RelationalColumn column, ConverterRegistration<SchemaBuilder> registration) {
        if (column.typeName().equalsIgnoreCase("numeric")) {
            registration.register(SchemaBuilder.string().optional(), NumericTextConverter::text);
        }
    }

    /** Streaming brings special or plain decimals, the snapshot what the driver returns: a double for NaN. */
    static String text(Object value) {
        if (value == null) {
            return null;
        }
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        if (value instanceof SpecialValueDecimal special) {
            return special.getDecimalValue().map(BigDecimal::toPlainString).orElse(NAN);
        }
        return value.toString().equalsIgnoreCase(NAN) ? NAN : value.toString();
    }
}
