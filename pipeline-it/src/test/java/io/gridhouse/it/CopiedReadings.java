package io.gridhouse.it;

import java.io.IOException;
import java.io.StringReader;
import java.sql.SQLException;
import org.postgresql.PGConnection;

/**
 * Readings that one COPY writes: each of 1.00 kWh, so that sums count them.
 *
 * <p>COPY is special: PostgreSQL logs the rows of a page as one WAL record, so they share one LSN.
 */
final class CopiedReadings {

    private static final int USERS = 500;
    private static final int DAYS = 28;

    private CopiedReadings() {}

    /** Commits so many readings in one transaction, with ids from {@code first} on. */
    static void copy(Sql session, long first, int rows) throws SQLException, IOException {
        StringBuilder text = new StringBuilder();
        for (long id = first; id < first + rows; id++) {
            text.append(id)
                    .append('\t')
                    .append(id % USERS + 1)
                    .append("\t1.00\t0.70\t2024-01-%02d %02d:00:00\n".formatted(id / 7 % DAYS + 1, id % 24));
        }
        session.connection()
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn(
                        "COPY power_consumption (consumption_id, user_id, consumption_amount, consumption_cost,"
                                + " consumption_date) FROM STDIN",
                        new StringReader(text.toString()));
    }

    /** How many of them the sink's totals hold. */
    static long served(Sql session) throws SQLException {
        return session.number("SELECT coalesce(sum(total_consumption), 0)::bigint FROM ads_power_dashboard");
    }
}
