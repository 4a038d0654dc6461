package io.gridhouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Transactions that overlap at the source: what counts, and in which order, is their commits. */
@ExtendWith(WarehouseExtension.class)
class TransactionsITCase {

    private static final String[] ROWS = {
        "INSERT INTO power_user SELECT n, 'u' || n, '居民', n % 3, 'r' || n % 3 FROM generate_series(1, 30) n",
        "INSERT INTO power_consumption SELECT n, n % 30 + 1, 1.25, 0.5, '2024-01-31' FROM generate_series(1, 100) n"
    };

    @AtEachParallelism
    void changesArriveInTheOrderOfTheCommits(int parallelism, Warehouse warehouse) throws Exception {
        warehouse.sql().execute(ROWS);
        warehouse.parallelism(parallelism).startStreaming();

        try (Sql a = warehouse.session();
                Sql b = warehouse.session();
                Sql never = warehouse.session()) {
            Connection first = begin(a);
            Connection second = begin(b);
            Connection third = begin(never);
            a.execute(
                    "UPDATE power_user SET user_name = 'a', region_id = 3, region_name = '河北省' WHERE user_id <= 10",
                    "UPDATE power_consumption SET user_id = 7 WHERE consumption_id <= 20");
            b.execute(
                    "UPDATE power_user SET user_name = 'b', region_id = 3, region_name = '山西省' WHERE user_id > 10",
                    "DELETE FROM power_consumption WHERE consumption_id BETWEEN 51 AND 60");
            never.execute("UPDATE power_consumption SET consumption_amount = 1000 WHERE consumption_id > 90");
            a.execute(
                    "SAVEPOINT before",
                    "UPDATE power_consumption SET consumption_amount = 2000 WHERE consumption_id BETWEEN 21 AND 40",
                    "INSERT INTO power_consumption VALUES (1000, 1, 3000, 1, '2024-02-29')",
                    "ROLLBACK TO SAVEPOINT before",
                    "UPDATE power_consumption SET consumption_amount = 2 WHERE consumption_id BETWEEN 31 AND 40");
            second.commit();
            warehouse.awaitEqualToOracleWithoutRestart();
            third.rollback();
            // The rows that b has just changed: the locks make their WAL positions grow.
            a.execute("UPDATE power_user SET region_id = 4 WHERE user_id BETWEEN 11 AND 15");
            first.commit();
        }

        warehouse.awaitEqualToOracleWithoutRestart();
        assertThat(warehouse
                        .sql()
                        .query("SELECT count(*) FROM ads_power_dashboard"
                                + " WHERE stat_date = '2024-02-29' OR top_user_consumption >= 1000"))
                .containsExactly("0");
    }

    @Test
    void aTransactionThatIsOpenAcrossASavepointIsKept(Warehouse warehouse) throws Exception {
        warehouse.sql().execute(ROWS);
        PowerJobRun job = warehouse.parallelism(2).startStreaming();

        try (Sql a = warehouse.session();
                Sql b = warehouse.session()) {
            Connection first = begin(a);
            Connection second = begin(b);
            a.execute("UPDATE power_user SET region_id = 5 WHERE user_id <= 5");
            b.execute("UPDATE power_user SET region_id = 6 WHERE user_id BETWEEN 6 AND 30");
            second.commit();
            warehouse.awaitEqualToOracleWithoutRestart();
            String savepoint = job.stopWithSavepoint();
            b.execute("UPDATE power_user SET user_name = 'b again' WHERE user_id BETWEEN 11 AND 20");
            second.commit();
            a.execute("UPDATE power_consumption SET consumption_date = '2024-01-30' WHERE consumption_id <= 20");
            job = warehouse.startFrom(savepoint);
            warehouse.awaitStreaming();
            first.commit();
            warehouse.awaitEqualToOracleWithoutRestart();

            // Once more over the same rows, with the commit while the job is down.
            a.execute("UPDATE power_user SET region_id = 7 WHERE user_id <= 5");
            b.execute("UPDATE power_user SET region_id = 8 WHERE user_id BETWEEN 6 AND 30");
            second.commit();
            savepoint = job.stopWithSavepoint();
            first.commit();
            b.execute("UPDATE power_user SET region_id = 9 WHERE user_id BETWEEN 3 AND 8");
            second.commit();
            warehouse.startFrom(savepoint);
        }

        warehouse.awaitEqualToOracleWithoutRestart();
    }

    private static Connection begin(Sql session) throws SQLException {
        session.connection().setAutoCommit(false);
        return session.connection();
    }
}
