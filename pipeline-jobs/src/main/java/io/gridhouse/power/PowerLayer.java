package io.gridhouse.power;

import io.gridhouse.core.table.TableSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The layers of the warehouse, each a job of its own in the layered topology; from the lowest up. */
public enum PowerLayer {
    /** Captures the source. It judges the readings too: only it sees what no row type can hold. */
    ODS(List.of(), List.of(PowerTables.ODS_USER, PowerTables.ODS_CONSUMPTION, PowerTables.DWD_QUARANTINE)),
    /** Joins the clean readings with their users. */
    DWD(List.of(PowerTables.ODS_USER, PowerTables.ODS_CONSUMPTION), List.of(PowerTables.DWD_DETAIL)),
    /** Aggregates and ranks. */
    DWS(
            List.of(PowerTables.DWD_DETAIL),
            List.of(
                    PowerTables.DWS_REGION_DAILY,
                    PowerTables.DWS_USER_DAILY,
                    PowerTables.DWS_USER_RANKING,
                    PowerTables.DWS_REGION_HOURLY)),
    /** Assembles the dashboard. */
    ADS(
            List.of(PowerTables.DWS_REGION_DAILY, PowerTables.DWS_REGION_HOURLY, PowerTables.DWS_USER_RANKING),
            List.of(PowerTables.ADS_DASHBOARD)),
    /** Serves the dashboard in PostgreSQL; it writes no Fluss table. */
    SINK(List.of(PowerTables.ADS_DASHBOARD), List.of());

    private final List<TableSpec<?>> reads;
    private final List<TableSpec<?>> writes;

    PowerLayer(List<TableSpec<?>> reads, List<TableSpec<?>> writes) {
        this.reads = reads;
        this.writes = writes;
    }

    /** The Fluss tables that this layer's job reads; the lowest one reads the source instead. */
    public List<TableSpec<?>> reads() {
        return reads;
    }

    /** The Fluss tables that this layer's job writes. */
    public List<TableSpec<?>> writes() {
        return writes;
    }

    /** The name of this layer's job, for example {@code power-dwd}. */
    public String jobName() {
        return PowerJob.NAME + "-" + name().toLowerCase(Locale.ROOT);
    }

    /** All names, as users write them. */
    static String names() {
        return Arrays.stream(values())
                .map(layer -> layer.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }
}
