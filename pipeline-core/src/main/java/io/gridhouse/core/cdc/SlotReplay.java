package io.gridhouse.core.cdc;

import io.gridhouse.core.change.ChangeRouter;
import io.gridhouse.core.change.TaggedChange;
import io.gridhouse.core.jdbc.PostgresOptions;
import java.io.Serial;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** An earlier run can have seen what stood in the source's WAL when this one began. */
final class SlotReplay implements ChangeRouter.Replay {

    @Serial
    private static final long serialVersionUID = 1L;

    private final PostgresOptions database;
    private transient long end;

    SlotReplay(PostgresOptions database) {
        this.database = database;
    }

    @Override
    public void open() throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet wal = statement.executeQuery("select pg_current_wal_lsn() - '0/0'::pg_lsn")) {
            wal.next();
            end = wal.getLong(1);
        }
    }

    @Override
    public boolean covers(TaggedChange change) {
        return change.change().position().lsn() <= end;
    }
}
