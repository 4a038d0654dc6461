package io.gridhouse.core.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridhouse.core.sample.EveryType;
import io.gridhouse.core.sample.Guest;
import io.gridhouse.core.table.TableSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class PostgresTablesTest {

    private static final TableSpec<Guest> GUESTS = TableSpec.of("guest", Guest.SCHEMA, "id");

    @Test
    void aTableIsCreatedWithItsTombstonesAndIndexes() {
        assertThat(PostgresTables.create(GUESTS.stampedBy("written"), List.of("name")))
                .containsExactly(
                        "create table if not exists guest (id bigint not null, name text not null,"
                                + " written timestamp(3) not null, source_lsn bigint not null,"
                                + " source_commit_time timestamptz(3) not null, primary key (id))",
                        "create index if not exists guest_name_idx on guest (name)",
                        "create table if not exists guest_tombstone (id bigint, source_lsn bigint not null,"
                                + " primary key (id))",
                        "create index if not exists guest_tombstone_lsn_idx on guest_tombstone (source_lsn)");
    }

    @Test
    void everyTypeHasItsPostgresType() {
        assertThat(EveryType.SCHEMA.columns().stream().map(column -> PostgresTables.type(column.type())))
                .containsExactly(
                        "bigint",
                        "bigint",
                        "integer",
                        "integer",
                        "text",
                        "text",
                        "numeric(10,2)",
                        "numeric(18,3)",
                        "date",
                        "timestamp(6)",
                        "timestamp(6)",
                        "timestamptz(3)");
    }

    @Test
    void anUpsertDoesNotGoBackToAnOlderPosition() {
        assertThat(PostgresTables.upsert(GUESTS))
                .isEqualTo("insert into guest (id, name, source_lsn, source_commit_time) values (?, ?, ?, ?)"
                        + " on conflict (id) do update set name = excluded.name, source_lsn = excluded.source_lsn,"
                        + " source_commit_time = excluded.source_commit_time"
                        + " where guest.source_lsn <= excluded.source_lsn or excluded.source_lsn = 0");
    }

    @Test
    void aDeleteDoesNotTouchALaterRowAndIsRemembered() {
        assertThat(PostgresTables.delete(GUESTS)).isEqualTo("delete from guest where id = ? and source_lsn <= ?");
        assertThat(PostgresTables.bury(GUESTS))
                .isEqualTo("insert into guest_tombstone (id, source_lsn) values (?, ?) on conflict (id) do update set"
                        + " source_lsn = greatest(guest_tombstone.source_lsn, excluded.source_lsn)");
    }

    @Test
    void whatAReplayBroughtBackIsLaidToRestByTheWholeKey() {
        assertThat(PostgresTables.layToRest(EveryType.TABLE.stampedBy(null))).contains("id = ", " and ", "day = ");
        assertThat(PostgresTables.layToRest(GUESTS))
                .isEqualTo("delete from guest using guest_tombstone where guest.id = guest_tombstone.id"
                        + " and guest.source_lsn < guest_tombstone.source_lsn and guest.source_lsn > 0");
    }

    @Test
    void aTombstoneGoesByTheKey() {
        assertThat(PostgresTables.exhume(GUESTS)).isEqualTo("delete from guest_tombstone where id = ?");
    }

    @Test
    void aTableIsDroppedWithItsTombstones() {
        assertThat(PostgresTables.drop(GUESTS))
                .containsExactly("drop table if exists guest", "drop table if exists guest_tombstone");
    }

    @Test
    void optionsNeverPrintThePassword() {
        PostgresOptions options = new PostgresOptions("db", 5432, "power", "public", "reader", "hush");

        assertThat(options).hasToString("reader@db:5432/power");
        assertThat(options.url()).isEqualTo("jdbc:postgresql://db:5432/power");
    }
}
