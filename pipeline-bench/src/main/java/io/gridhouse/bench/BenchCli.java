package io.gridhouse.bench;

import io.gridhouse.bench.peer.PeerKind;
import io.gridhouse.bench.process.MachineSpeed;
import io.gridhouse.bench.process.Patience;
import io.gridhouse.bench.process.ProcessTree;
import io.gridhouse.bench.workload.Variant;
import io.gridhouse.bench.workload.WorkloadOptions;
import io.gridhouse.console.cli.Durations;
import io.gridhouse.console.cli.ExitCode;
import io.gridhouse.console.cli.GridhouseCli;
import io.gridhouse.console.cli.Interrupt;
import io.gridhouse.console.cli.Terminal;
import io.gridhouse.console.load.LoadProfile;
import io.gridhouse.console.load.OperationMix;
import io.gridhouse.power.PowerOptions;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./gridhouse bench}. */
@Command(
        name = "gridhouse bench",
        description = {
            "Measures the warehouse beside its alternatives: servers and peers in processes of their own, the same data,",
            "several rounds in turn. Every run must end equal to the oracle. Ctrl-C ends it; what was measured stays."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Exit codes: 0 fine, 1 a run failed or ended unequal, 2 wrong usage, 3 something is not ready."})
public final class BenchCli implements Callable<Integer> {

    private static final String NONE = "none";

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--peers",
            split = ",",
            paramLabel = "NAME",
            description = "What is measured, in turn: gridhouse, gridhouse-layered, flink-sql, postgres-triggers,"
                    + " postgres-matview. Default: all; quick gridhouse,flink-sql")
    private List<String> peers;

    @Option(
            names = "--workloads",
            split = ",",
            paramLabel = "NAME",
            description =
                    "What is asked of them, of snapshot, backlog, stall, recovery, move, typed, sustained, source, steady,"
                            + " ceilings. Default: all; quick sustained")
    private List<String> workloads;

    @Option(
            names = "--variants",
            split = ",",
            paramLabel = "NAME",
            description =
                    "Other data or state for the sustained load of the first peer, once, of inserts, corrections, skewed,"
                            + " commits-100, commits-10000, history-100k, history-1m, history-5m, rocksdb-100k, rocksdb-1m,"
                            + " rocksdb-5m; 'none'. Default: all; quick none")
    private List<String> variants;

    @Option(names = "--quick", description = "Small data, short times, one round: some minutes, no evidence.")
    private boolean quick;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Folder of the results and the logs. Default: ${DEFAULT-VALUE}")
    private Path out = Path.of(".gridhouse", "bench");

    @Option(
            names = "--add",
            description = "Adds to the results in --out, which must be of the same machine, versions and settings.")
    private boolean add;

    @Option(names = "--rounds", paramLabel = "N", description = "Rounds. Default: 3, quick 1")
    private Integer rounds;

    @Option(
            names = "--rates",
            split = ",",
            paramLabel = "N",
            description =
                    "Changes per second, rising. Default: 1000,4000,8000,12000,16000,20000,24000,30000; quick 500,2000")
    private List<Integer> rates;

    @Option(
            names = "--bisections",
            paramLabel = "N",
            description =
                    "Steps between the last rate that was kept up with and the first that was not. Default: 3, quick 0")
    private Integer bisections;

    @Option(names = "--warm-up", paramLabel = "D", description = "Default: 30s, quick 5s")
    private String warmUp;

    @Option(
            names = "--settle",
            paramLabel = "D",
            description = "Time at a rate before it counts. Default: 5s, quick 2s")
    private String settle;

    @Option(
            names = "--measured",
            paramLabel = "D",
            description = "Time at a rate that counts. Default: 60s, two intervals of the checkpoints; quick 4s")
    private String measured;

    @Option(
            names = "--bound",
            paramLabel = "D",
            description =
                    "Greatest p99 from commit to sink at a rate that is held, not late. Default: ${DEFAULT-VALUE}")
    private String bound = "1s";

    @Option(names = "--backlog", paramLabel = "N", description = "Changes of the backlog. Default: 500000, quick 20000")
    private Integer backlog;

    @Option(
            names = "--move-readings",
            paramLabel = "N",
            description = "Readings of the user who moves. Default: 100000, quick 5000")
    private Integer moveReadings;

    @Option(
            names = "--typed",
            paramLabel = "N",
            description = "Changes that are committed one by one. Default: 200, quick 20")
    private Integer typed;

    @Option(names = "--steady", paramLabel = "D", description = "Length of the steady load. Default: 30m, quick 1m")
    private String steady;

    @Option(names = "--users", paramLabel = "N", description = "Users of the history. Default: 20000, quick 500")
    private Integer users;

    @Option(names = "--readings", paramLabel = "N", description = "Its readings. Default: 300000, quick 5000")
    private Long readings;

    @Option(names = "--seed", paramLabel = "S", description = "All randomness comes from it. Default: ${DEFAULT-VALUE}")
    private long seed = 1;

    @Option(names = "--skew", paramLabel = "X", description = "Zipf exponent of the users. Default: ${DEFAULT-VALUE}")
    private double skew = 0.8;

    @Option(names = "--mix", paramLabel = "I/U/D", description = "Changes in percent. Default: ${DEFAULT-VALUE}")
    private String mix = "60/35/5";

    @Option(names = "--rows-per-transaction", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}")
    private int rowsPerTransaction = 1;

    @Option(
            names = "--jvm",
            paramLabel = "OPTION",
            split = " +",
            description =
                    "Options of every measured JVM beside its heap, in one argument. Default: those of the launcher,"
                            + " for flink-sql but for its -Xmn; the results name them")
    private List<String> jvm = List.of();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A setting of the warehouse for all peers, such as warehouse.parallelism=2.")
    private Map<String, String> settings = Map.of();

    /** Runs the bench and exits with its code. */
    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    /** Runs the bench; returns its exit code. */
    static int run(String... arguments) {
        return GridhouseCli.execute(new CommandLine(new BenchCli()), arguments);
    }

    @Override
    public Integer call() throws Exception {
        ProcessTree.require();
        BenchOptions options = options();
        Terminal terminal = GridhouseCli.terminal();
        Interrupt interrupt = Interrupt.install();
        try (MachineSpeed speed = new MachineSpeed()) {
            boolean count = new Bench(options, terminal, new Patience(interrupt), speed).run();
            terminal.line("Results: " + options.out().resolve("results.md"));
            return count ? ExitCode.FINE : ExitCode.CHECK_FAILED;
        } catch (InterruptedException e) {
            terminal.error("Ended early: " + e.getMessage());
            return ExitCode.CHECK_FAILED;
        }
    }

    private BenchOptions options() {
        return new BenchOptions(
                or(peers, List.of("gridhouse", "flink-sql"), all(PeerKind.values(), PeerKind::label)).stream()
                        .map(PeerKind::of)
                        .toList(),
                or(workloads, List.of("sustained"), all(WorkloadKind.values(), WorkloadKind::label)).stream()
                        .map(WorkloadKind::of)
                        .sorted()
                        .toList(),
                or(variants, List.of(NONE), all(Variant.values(), Variant::label)).stream()
                        .filter(variant -> !variant.equals(NONE))
                        .map(Variant::named)
                        .filter(variant -> variant != Variant.BASE)
                        .toList(),
                or(rounds, 1, 3),
                new WorkloadOptions(
                        profile(),
                        or(
                                rates,
                                List.of(500, 2_000),
                                List.of(1_000, 4_000, 8_000, 12_000, 16_000, 20_000, 24_000, 30_000)),
                        or(bisections, 0, 3),
                        1_000,
                        Durations.parse(or(warmUp, "5s", "30s")),
                        Durations.parse(or(settle, "2s", "5s")),
                        Durations.parse(or(measured, "4s", "60s")),
                        Durations.parse(bound),
                        or(backlog, 20_000, 500_000),
                        or(moveReadings, 5_000, 100_000),
                        or(typed, 20, 200),
                        Durations.parse(or(steady, "1m", "30m"))),
                out,
                add,
                command(spec.commandLine().getParseResult().originalArgs()),
                jvm,
                settings);
    }

    /** The arguments as one types them. */
    static String command(List<String> arguments) {
        return arguments.stream()
                .map(argument -> argument.contains(" ") ? "'" + argument + "'" : argument)
                .collect(Collectors.joining(" "));
    }

    private LoadProfile profile() {
        return LoadProfile.builder()
                .seed(seed)
                .users(or(users, 500, 20_000))
                .readings(or(readings, 5_000L, 300_000L))
                .zone(PowerOptions.read(null, Map.of(), settings).businessZone())
                .userSkew(skew)
                .mix(OperationMix.parse(mix))
                .rowsPerTransaction(rowsPerTransaction)
                .build();
    }

    private static <T> List<String> all(T[] values, Function<T, String> label) {
        return Arrays.stream(values).map(label).toList();
    }

    private <T> T or(T given, T ifQuick, T otherwise) {
        if (given != null) {
            return given;
        }
        return quick ? ifQuick : otherwise;
    }
}
