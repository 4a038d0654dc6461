package io.gridhouse.console.load;

import java.util.ArrayList;
import java.util.List;

/** Operations on their way to {@link ApplyProcedure}, in order. Not thread-safe. */
final class LoadBatch {

    private static final ReadingRow NO_READING = new ReadingRow(null, null, null, null, null, null, null);

    private final List<Operation> operations = new ArrayList<>();
    private final StringBuilder kinds = new StringBuilder();
    private final RowText readings = RowText.compositeArray();
    private final RowText users = RowText.compositeArray();

    void add(Operation operation) {
        operations.add(operation);
        if (operation instanceof Operation.InsertReading insert) {
            reading('I', insert.consumptionId(), insert.row());
        } else if (operation instanceof Operation.UpdateReading update) {
            reading('U', update.consumptionId(), update.row());
        } else if (operation instanceof Operation.DeleteReading delete) {
            reading('D', delete.consumptionId(), NO_READING);
        } else if (operation instanceof Operation.InsertUser insert) {
            user('i', insert.user());
        } else if (operation instanceof Operation.UpdateUser update) {
            user('u', update.change());
        } else if (operation instanceof Operation.DeleteUser delete) {
            user('d', new PowerUser(delete.userId(), null, null, null, null, null, null, null));
        }
    }

    List<Operation> operations() {
        return operations;
    }

    /** One letter per operation, as the procedure reads it. */
    String kinds() {
        return kinds.toString();
    }

    /** The rows of the reading operations; empties them here. */
    String takeReadings() {
        return readings.take();
    }

    /** The rows of the user operations; empties them here. */
    String takeUsers() {
        return users.take();
    }

    private void reading(char kind, long consumptionId, ReadingRow row) {
        kinds.append(kind);
        row.writeTo(readings, consumptionId);
    }

    private void user(char kind, PowerUser user) {
        kinds.append(kind);
        user.writeTo(users);
    }
}
