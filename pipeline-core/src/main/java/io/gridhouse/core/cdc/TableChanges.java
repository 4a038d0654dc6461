package io.gridhouse.core.cdc;

import io.gridhouse.core.change.Change;
import io.gridhouse.core.change.Position;
import io.gridhouse.core.change.TaggedChange;
import io.gridhouse.core.quality.JsonText;
import io.gridhouse.core.quality.Verdict;
import io.gridhouse.core.table.RowSchema;
import java.util.function.Consumer;

/**
 * Makes typed changes of one table's row images. An image that the row's type can't hold counts as absent, and a verdict
 * tells it.
 */
final class TableChanges<T> {

    private final int tag;
    private final int verdictTag;
    private final CapturedTable<T> table;
    private final RowSchema.Reader<T> rows;
    private String unholdable;

    /**
     * For one table.
     *
     * @param tag of its changes
     * @param verdictTag of verdicts on rows that its type can't hold
     */
    TableChanges(int tag, CapturedTable<T> table, int verdictTag) {
        this.tag = tag;
        this.verdictTag = verdictTag;
        this.table = table;
        this.rows = table.schema().reader();
    }

    CapturedTable<T> table() {
        return table;
    }

    /**
     * The changes of one source change.
     *
     * @param beforeImage null for a row that was not there
     * @param afterImage null for a row that is gone
     */
    void read(RowImage beforeImage, RowImage afterImage, Position position, Consumer<TaggedChange> out) {
        unholdable = null;
        T before = beforeImage == null ? null : row(beforeImage);
        boolean beforeBad = unholdable != null;
        unholdable = null;
        T after = afterImage == null ? null : row(afterImage);
        String reason = unholdable;
        // The gate behind sends verdicts for what it sees of the row; the later one holds. So the verdict follows a
        // row that left for quarantine, and goes ahead of a row that returns from it.
        if (beforeBad && reason == null) {
            send(Verdict.fine(table.tableName(), key(afterImage != null ? afterImage : beforeImage)), position, out);
        }
        if (before != null || after != null) {
            out.accept(new TaggedChange(tag, new Change<>(before, after, position)));
        }
        if (reason != null) {
            String payload = JsonText.object(table.schema().columns(), afterImage.texts());
            send(new Verdict(table.tableName(), key(afterImage), reason, payload), position, out);
        }
    }

    private void send(Verdict verdict, Position position, Consumer<TaggedChange> out) {
        out.accept(new TaggedChange(verdictTag, Change.insert(verdict, position)));
    }

    /** The row, or null with {@link #unholdable} set. */
    private T row(RowImage image) {
        try {
            return rows.read(image);
        } catch (UnholdableValueException e) {
            unholdable = e.getMessage();
            return null;
        }
    }

    private String key(RowImage image) {
        StringBuilder key = new StringBuilder();
        for (String column : table.key()) {
            key.append(key.isEmpty() ? "" : ",").append(image.text(column));
        }
        return key.toString();
    }
}
