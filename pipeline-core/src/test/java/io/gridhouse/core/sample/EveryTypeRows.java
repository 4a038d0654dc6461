package io.gridhouse.core.sample;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;

/** Random rows: nulls, the extremes that PostgreSQL can store, Chinese and supplementary characters, long texts. */
public final class EveryTypeRows implements ArbitrarySupplier<EveryType> {

    /** PostgreSQL's timestamps begin in 4713 BC; microseconds since 1970, as Debezium delivers them, end in 294247. */
    private static final long FIRST_SECOND = LocalDateTime.of(-4712, 1, 1, 0, 0).toEpochSecond(ZoneOffset.UTC);

    private static final long LAST_SECOND =
            LocalDateTime.of(294_246, 12, 31, 23, 59, 59).toEpochSecond(ZoneOffset.UTC);

    @Override
    public Arbitrary<EveryType> get() {
        Arbitrary<Long> longs = Arbitraries.longs();
        Arbitrary<Integer> ints = Arbitraries.integers();
        Arbitrary<Long> seconds = Arbitraries.longs().between(FIRST_SECOND, LAST_SECOND);
        Arbitrary<LocalDateTime> times = Combinators.combine(
                        seconds, Arbitraries.integers().between(0, 999_999))
                .as((second, micros) -> LocalDateTime.ofEpochSecond(second, micros * 1_000, ZoneOffset.UTC));
        Arbitrary<LocalDate> days = seconds.map(second -> LocalDate.ofEpochDay(Math.floorDiv(second, 86_400)));
        Arbitrary<Instant> instants = times.map(time -> time.toInstant(ZoneOffset.UTC));
        return Combinators.combine(
                        Combinators.combine(longs, longs.injectNull(0.3), ints, ints.injectNull(0.3))
                                .as((a, b, c, d) -> new Object[] {a, b, c, d}),
                        texts(),
                        texts().injectNull(0.3),
                        longs,
                        longs.injectNull(0.3),
                        days,
                        Combinators.combine(times, times.injectNull(0.3)).as((a, b) -> new LocalDateTime[] {a, b}),
                        instants.injectNull(0.3))
                .as((numbers, text, textOrNull, amount, amountOrNull, day, time, instant) -> new EveryType(
                        (Long) numbers[0],
                        (Long) numbers[1],
                        (Integer) numbers[2],
                        (Integer) numbers[3],
                        text,
                        textOrNull,
                        amount,
                        amountOrNull,
                        day,
                        time[0],
                        time[1],
                        instant));
    }

    private static Arbitrary<String> texts() {
        Arbitrary<String> characters = Arbitraries.integers()
                .between(1, Character.MAX_CODE_POINT)
                .filter(point -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
                .map(Character::toString);
        Arbitrary<String> mixed = Arbitraries.oneOf(
                characters, Arbitraries.of("电", "𠀀", "a", "\u007f", "\u0080", "\u07ff", "\u0800", "\uffff", "'\"\\"));
        return Arbitraries.oneOf(
                mixed.list().ofMaxSize(12).map(parts -> String.join("", parts)),
                Arbitraries.of(126, 127, 128, 129, 16_383, 16_384, 40_000).map("x"::repeat),
                Arbitraries.of(42, 43, 5_461, 5_462).map("电"::repeat));
    }
}
