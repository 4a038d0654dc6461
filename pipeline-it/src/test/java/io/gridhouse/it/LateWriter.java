package io.gridhouse.it;

import io.gridhouse.core.fluss.FlussOptions;
import io.gridhouse.core.table.TableSpec;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.fluss.client.Connection;
import org.apache.fluss.client.ConnectionFactory;
import org.apache.fluss.client.admin.Admin;
import org.apache.fluss.client.admin.OffsetSpec;
import org.apache.fluss.client.table.Table;
import org.apache.fluss.metadata.TablePath;
import org.apache.fluss.row.GenericRow;
import org.apache.fluss.row.InternalRow;

/** What a task of an earlier attempt is to Fluss: one more writer of a table. */
final class LateWriter implements AutoCloseable {

    private final Connection connection;
    private final Admin admin;
    private final Table table;
    private final TablePath path;

    LateWriter(FlussOptions options, TableSpec<?> table) {
        this.path = TablePath.of(options.database(), table.name());
        this.connection = ConnectionFactory.createConnection(options.configuration());
        this.admin = connection.getAdmin();
        this.table = connection.getTable(path);
    }

    /** How many records the table's log has had: it grows with every write. */
    long records() throws Exception {
        List<Integer> buckets =
                IntStream.range(0, table.getTableInfo().getNumBuckets()).boxed().toList();
        return admin.listOffsets(path, buckets, new OffsetSpec.LatestSpec()).all().get().values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** Deletes a row by the one column of its key. */
    void delete(long key) throws Exception {
        GenericRow row = new GenericRow(table.getTableInfo().getRowType().getFieldCount());
        row.setField(table.getTableInfo().getSchema().getPrimaryKeyIndexes()[0], key);
        table.newUpsert().createWriter().delete(row).get();
    }

    /** Writes a row like another one, with another key; keys of one BIGINT column. */
    void copy(long key, long copy) throws Exception {
        int keyColumn = table.getTableInfo().getSchema().getPrimaryKeyIndexes()[0];
        InternalRow row = table.newLookup()
                .createLookuper()
                .lookup(GenericRow.of(key))
                .get()
                .getSingletonRow();
        InternalRow.FieldGetter[] fields =
                InternalRow.createFieldGetters(table.getTableInfo().getRowType());
        GenericRow copied = new GenericRow(fields.length);
        for (int i = 0; i < fields.length; i++) {
            copied.setField(i, i == keyColumn ? copy : fields[i].getFieldOrNull(row));
        }
        table.newUpsert().createWriter().upsert(copied).get();
    }

    @Override
    public void close() throws Exception {
        table.close();
        admin.close();
        connection.close();
    }
}
