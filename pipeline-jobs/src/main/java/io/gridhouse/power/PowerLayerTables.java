package io.gridhouse.power;

import io.gridhouse.core.cdc.BeforeSnapshot;
import io.gridhouse.core.change.Change;
import io.gridhouse.core.config.GridhouseOptions;
import io.gridhouse.core.config.Settings;
import io.gridhouse.core.fluss.FlussTableLog;
import io.gridhouse.core.fluss.FlussTableSink;
import io.gridhouse.core.jdbc.PostgresTableSink;
import io.gridhouse.core.operator.RowField;
import io.gridhouse.core.operator.TableRestore;
import io.gridhouse.core.preflight.EmptyTables;
import io.gridhouse.core.table.TableSpec;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.connector.sink2.Sink;

/**
 * The tables in Fluss and PostgreSQL that a job's settings name.
 *
 * @param layer the one that the job computes; null when it computes all
 */
record PowerLayerTables(Settings settings, PowerLayer layer) implements LayerTables {

    /** Whether the job reads several tables or buckets, and so not in the same order again. */
    private boolean readsUnordered() {
        return layer != null && layer != PowerLayer.ODS;
    }

    private Duration lateWrites() {
        return settings.get(GridhouseOptions.FLUSS_READ_REPAIR_AFTER);
    }

    @Override
    public BeforeSnapshot beforeSnapshot() {
        return new EmptyTables(
                settings.capture(),
                settings.fluss(),
                layer == null ? PowerTables.fluss() : layer.writes(),
                settings.sink(),
                layer == null ? List.of(PowerTables.ADS_DASHBOARD) : List.of(),
                lateWrites());
    }

    @Override
    public <T> Sink<Change<T>> layer(TableSpec<T> table) {
        return new FlussTableSink<>(
                settings.fluss(), table, settings.businessZone(), readsUnordered() ? null : lateWrites());
    }

    @Override
    public <T> Sink<Change<T>> served(TableSpec<T> table) {
        return new PostgresTableSink<>(settings.sink(), table, settings.businessZone());
    }

    @Override
    public <K, T> TableRestore<K, T> restore(TableSpec<T> table, RowField<T, K> key) {
        return readsUnordered()
                ? new TableRestore<>(key, table, new FlussTableLog<>(settings.fluss(), table), lateWrites())
                : null;
    }
}
