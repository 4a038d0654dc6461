package io.gridhouse.core.quality;

import io.gridhouse.core.table.Column;
import io.gridhouse.core.table.RowSchema;
import java.util.List;

/** A row as a compact JSON object whose values are PostgreSQL's texts: {@code {"id":"1","remark":null}}. */
public final class JsonText {

    private JsonText() {}

    /** The object of a row. */
    public static <T> String of(RowSchema<T> schema, T row) {
        RowTexts texts = new RowTexts(schema.size());
        schema.write(row, texts);
        return object(schema.columns(), texts.values());
    }

    /** The object of one text per column; a null text is a JSON null. */
    public static String object(List<? extends Column<?>> columns, String[] texts) {
        StringBuilder json = new StringBuilder(32 * texts.length).append('{');
        for (int i = 0; i < texts.length; i++) {
            if (i > 0) {
                json.append(',');
            }
            quote(columns.get(i).name(), json);
            json.append(':');
            if (texts[i] == null) {
                json.append("null");
            } else {
                quote(texts[i], json);
            }
        }
        return json.append('}').toString();
    }

    /** Escapes exactly what PostgreSQL's {@code to_json} escapes, so that the oracle's text is the same. */
    private static void quote(String text, StringBuilder json) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\b' -> json.append("\\b");
                case '\f' -> json.append("\\f");
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                default -> {
                    if (c < ' ') {
                        json.append(String.format("\\u%04x", (int) c));
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        json.append('"');
    }
}
