package io.gridhouse.core.fluss;

import io.gridhouse.core.table.RowSchema;
import io.gridhouse.core.table.TableSpec;
import java.util.concurrent.CompletableFuture;
import org.apache.fluss.client.lookup.Lookuper;
import org.apache.fluss.client.table.Table;
import org.apache.fluss.row.InternalRow;

/** Reads rows of a key table by their keys. For one thread, but rows arrive on the client's. */
final class FlussLookup<T> implements ReadRepair.Lookup<T> {

    private final TableSpec<T> table;
    private final Lookuper lookuper;
    private final FlussRowSink<T> keys;
    private final int lsn;

    FlussLookup(Table flussTable, TableSpec<T> table) {
        this.table = table;
        this.lookuper = flussTable.newLookup().createLookuper();
        this.keys = new FlussRowSink<>(table);
        this.lsn = table.storedColumns().indexOf(TableSpec.SOURCE_LSN);
    }

    @Override
    public CompletableFuture<ReadRepair.Stored<T>> like(T row) {
        return lookuper.lookup(keys.key(row)).thenApply(result -> stored(result.getSingletonRow()));
    }

    private ReadRepair.Stored<T> stored(InternalRow fluss) {
        if (fluss == null) {
            return null;
        }
        RowSchema.Reader<T> reader = table.schema().reader();
        return new ReadRepair.Stored<>(reader.read(new FlussRowSource().over(fluss)), fluss.getLong(lsn));
    }
}
