package io.gridhouse.core.operator;

import io.gridhouse.core.sample.Guest;
import io.gridhouse.core.sample.Visit;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Random histories over few ids, guests, places and amounts, so that moves, ties and re-insertions are frequent. */
final class Histories implements ArbitrarySupplier<List<Step>> {

    private static final int MAX_STEPS = 70;

    /** Notes whose order by UTF-8 bytes differs from Java's order of chars. */
    private static final String[] NOTES = {null, "", "a", "aa", "Z", "é", "电", "\uffee", "𠀀"};

    @Override
    public Arbitrary<List<Step>> get() {
        return steps().list().ofMaxSize(MAX_STEPS);
    }

    private static Arbitrary<Step> steps() {
        Arbitrary<Long> visits = Arbitraries.longs().between(1, 8);
        Arbitrary<Long> guests = Arbitraries.longs().between(1, 4);
        Arbitrary<Step> put = Combinators.combine(
                        visits,
                        guests,
                        Arbitraries.integers().between(1, 3),
                        Arbitraries.longs().between(-1, 3),
                        Arbitraries.of(NOTES))
                .as((id, guest, place, amount, note) -> new Step.PutVisit(new Visit(id, guest, place, amount, note)));
        Arbitrary<Step> putGuest = Combinators.combine(guests, Arbitraries.of("Ada", "Bo", "张三"))
                .as((id, name) -> new Step.PutGuest(new Guest(id, name)));
        Arbitrary<Step> advance = Combinators.combine(Arbitraries.integers().between(0, 3), Arbitraries.of(true, false))
                .as(Step.Advance::new);
        return Arbitraries.frequencyOf(
                Tuple.of(14, put),
                Tuple.of(4, visits.map(Step.RemoveVisit::new)),
                Tuple.of(3, putGuest),
                Tuple.of(2, guests.map(Step.RemoveGuest::new)),
                Tuple.of(6, advance),
                Tuple.of(1, Arbitraries.just(new Step.Checkpoint())),
                Tuple.of(1, Arbitraries.integers().between(1, 2).map(Step.Restart::new)));
    }
}
