package io.gridhouse.console.load;

import java.util.ArrayList;
import java.util.List;

/** Operations on their way to {@link ApplyProcedure}, in order. Not thread-safe. */
final class LoadBatch {

    private static final ReadingRow NO_READING = new ReadingRow(null, null, null, null, null, null, null);

    private final int rowsPerTransaction;
    private final List<Operation> operations = new ArrayList<>();
    private final RowText changes = RowText.compositeArray();
    private final RowText users = RowText.compositeArray();

    LoadBatch(int rowsPerTransaction) {
        this.rowsPerTransaction = rowsPerTransaction;
    }

    void add(Operation operation) {
        operations.add(operation);
        if (operation instanceof Operation.InsertReading insert) {
            reading("I", insert.consumptionId(), insert.row());
        } else if (operation instanceof Operation.UpdateReading update) {
            reading("U", update.consumptionId(), update.row());
        } else if (operation instanceof Operation.DeleteReading delete) {
            reading("D", delete.consumptionId(), NO_READING);
        } else if (operation instanceof Operation.InsertUser insert) {
            user("i", insert.user());
        } else if (operation instanceof Operation.UpdateUser update) {
            user("u", update.change());
        } else if (operation instanceof Operation.DeleteUser delete) {
            user("d", new PowerUser(delete.userId(), null, null, null, null, null, null, null));
        }
    }

    List<Operation> operations() {
        return operations;
    }

    /** One element per operation, with the row of a reading; empties them here. */
    String takeChanges() {
        return changes.take();
    }

    /** The rows of the user operations; empties them here. */
    String takeUsers() {
        return users.take();
    }

    private void reading(String kind, long consumptionId, ReadingRow row) {
        changes.begin().column(kind).column(commits()).column(consumptionId);
        row.writeTo(changes);
    }

    private void user(String kind, PowerUser user) {
        changes.begin().column(kind).column(commits()).column(null);
        NO_READING.writeTo(changes);
        user.writeTo(users);
    }

    private boolean commits() {
        return operations.size() % rowsPerTransaction == 0;
    }
}
