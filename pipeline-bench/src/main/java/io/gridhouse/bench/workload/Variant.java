package io.gridhouse.bench.workload;

import io.gridhouse.console.load.LoadProfile;
import io.gridhouse.console.load.OperationMix;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** In what a run differs from the options: other data, or another state backend. */
public enum Variant {
    /** As the options say. */
    BASE("as the options say", data -> data),
    /** No reading is ever corrected. */
    INSERTS("100/0/0: inserts only", data -> data.mix(new OperationMix(100, 0, 0))),
    /** Most changes correct or take back an earlier reading. */
    CORRECTIONS("20/60/20: mostly corrections", data -> data.mix(new OperationMix(20, 60, 20))),
    /** A few users, and so their regions, have most of the readings. */
    SKEWED("users, and so regions, by a Zipf law with exponent 1.2", data -> data.userSkew(1.2)),
    /** Transactions of many rows. */
    COMMITS_100("100 rows per commit", data -> data.rowsPerTransaction(100)),
    /** Transactions of very many rows. */
    COMMITS_10000("10,000 rows per commit", data -> data.rowsPerTransaction(10_000)),
    /** A history of the least size, state on the heap. */
    HISTORY_100K("100,000 readings, heap of 8 GiB", data -> data.readings(100_000), Memory.LARGE, Map.of()),
    /** Ten times as long. */
    HISTORY_1M("1,000,000 readings, heap of 8 GiB", data -> data.readings(1_000_000), Memory.LARGE, Map.of()),
    /** Fifty times as long. */
    HISTORY_5M("5,000,000 readings, heap of 8 GiB", data -> data.readings(5_000_000), Memory.LARGE, Map.of()),
    /** As {@link #HISTORY_100K}, state in RocksDB. */
    ROCKSDB_100K(
            "100,000 readings, RocksDB, heap of 2,400 MiB",
            data -> data.readings(100_000),
            Memory.SMALL,
            Memory.ROCKSDB),
    /** As {@link #HISTORY_1M}, state in RocksDB. */
    ROCKSDB_1M(
            "1,000,000 readings, RocksDB, heap of 2,400 MiB",
            data -> data.readings(1_000_000),
            Memory.SMALL,
            Memory.ROCKSDB),
    /** As {@link #HISTORY_5M}, state in RocksDB. */
    ROCKSDB_5M(
            "5,000,000 readings, RocksDB, heap of 2,400 MiB",
            data -> data.readings(5_000_000),
            Memory.SMALL,
            Memory.ROCKSDB);

    private final String description;
    private final UnaryOperator<LoadProfile.Builder> data;
    private final int heapMib;
    private final Map<String, String> settings;

    Variant(String description, UnaryOperator<LoadProfile.Builder> data) {
        this(description, data, Memory.DEFAULT, Map.of());
    }

    Variant(String description, UnaryOperator<LoadProfile.Builder> data, int heapMib, Map<String, String> settings) {
        this.description = description;
        this.data = data;
        this.heapMib = heapMib;
        this.settings = settings;
    }

    /** Constants that an enum can't have before its values. */
    private static final class Memory {
        /**
         * Heap of a measured JVM, MiB. More than the warehouse needs: with the 2,400 of the console's launcher, Flink
         * SQL's collector took 1.3 of two cores, and the default history four minutes.
         */
        private static final int DEFAULT = 6_144;

        private static final int LARGE = 8_192;

        /** Of the console's launcher. */
        private static final int SMALL = 2_400;

        /** Blocks and tables being written; the default would be the cluster's 64 MiB. */
        private static final Map<String, String> ROCKSDB = Map.of(
                "flink.state.backend.type", "rocksdb", "flink.state.backend.rocksdb.memory.fixed-per-slot", "1gb");
    }

    /** The name on the command line and in results. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What is different. */
    public String description() {
        return description;
    }

    /** The data of this variant, from those that the options ask for. */
    public LoadProfile of(LoadProfile options) {
        return data.apply(options.toBuilder()).build();
    }

    /** Heap of the measured JVM, MiB. */
    public int heapMib() {
        return heapMib;
    }

    /** Settings of the warehouse, by option key. */
    public Map<String, String> settings() {
        return settings;
    }

    /**
     * The variant of a name.
     *
     * @throws IllegalArgumentException naming those that there are
     */
    public static Variant named(String label) {
        return Arrays.stream(values())
                .filter(variant -> variant.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no variant '" + label + "': there are "
                        + Arrays.stream(values()).map(Variant::label).collect(Collectors.joining(", "))));
    }
}
