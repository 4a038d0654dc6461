package io.gridhouse.core.operator;

import io.gridhouse.core.table.RowSchema;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What a {@link RetractingAggregate} computes for each group: its measures, and the row they make.
 *
 * <pre>{@code
 * Aggregation.Builder<Integer, Visit> visits = Aggregation.over();
 * var total = visits.sum(Visit::amount);
 * var best = visits.maximum(Visit::amount, Visit::id);
 * visits.into(Daily.SCHEMA, (place, a) -> new Daily(place, a.rows(), a.sum(total), a.maximum(best)));
 * }</pre>
 *
 * @param <K> the group's key
 * @param <I> the row aggregated
 * @param <O> the row of a group
 */
public final class Aggregation<K, I, O> implements Serializable {

    /** A sum; exact, refuses to overflow. */
    public record Sum(int index) implements Serializable {}

    /** A number of distinct members. */
    public record Distinct(int index) implements Serializable {}

    /** A minimum or maximum, and the member that has it. */
    public record Extreme(int index) implements Serializable {}

    /** The least and the greatest number. */
    public record Range(int index) implements Serializable {}

    /** The greatest text in byte order. */
    public record GreatestText(int index) implements Serializable {}

    /** Makes the row of a group; pure. */
    @FunctionalInterface
    public interface Result<K, O> extends Serializable {
        /** The row of a group that has at least one row in it. */
        O of(K key, Aggregates aggregates) throws Exception;
    }

    /** A value that all rows of a group share. */
    public record Shared<V>(int index) implements Serializable {}

    record SharedField<I, V>(RowSchema<V> schema, RowField<I, V> field) implements Serializable {}

    record Ordered<I>(LongField<I> score, LongField<I> member) implements Serializable {}

    final List<LongField<I>> sums;
    final List<LongField<I>> distincts;
    final List<Ordered<I>> extremes;
    final List<RowField<I, String>> texts;
    final RowSchema<O> schema;
    final Result<K, O> result;
    final List<SharedField<I, ?>> shared;

    private Aggregation(Builder<K, I> builder, RowSchema<O> schema, Result<K, O> result) {
        this.sums = new ArrayList<>(builder.sums);
        this.distincts = new ArrayList<>(builder.distincts);
        this.extremes = new ArrayList<>(builder.extremes);
        this.texts = new ArrayList<>(builder.texts);
        this.schema = schema;
        this.result = result;
        this.shared = new ArrayList<>(builder.shared);
    }

    /** Starts an aggregation. */
    public static <K, I> Builder<K, I> over() {
        return new Builder<>();
    }

    /** Collects measures; each call returns the handle by which the result reads it. */
    public static final class Builder<K, I> {

        private final List<LongField<I>> sums = new ArrayList<>();
        private final List<LongField<I>> distincts = new ArrayList<>();
        private final List<Ordered<I>> extremes = new ArrayList<>();
        private final List<RowField<I, String>> texts = new ArrayList<>();
        private final List<SharedField<I, ?>> shared = new ArrayList<>();

        private Builder() {}

        /**
         * A value that all rows of a group have in common when nothing is under way, like columns of a user on the
         * user's readings. While rows differ it is the one that was added last, of those that a row has.
         */
        public <V> Shared<V> shared(RowSchema<V> schema, RowField<I, V> field) {
            shared.add(new SharedField<>(schema, field));
            return new Shared<>(shared.size() - 1);
        }

        /** The sum of a number. */
        public Sum sum(LongField<I> field) {
            sums.add(field);
            return new Sum(sums.size() - 1);
        }

        /** How many different members there are, exactly. */
        public Distinct distinct(LongField<I> member) {
            distincts.add(member);
            return new Distinct(distincts.size() - 1);
        }

        /**
         * The greatest number, and who has it; on a tie the least member.
         *
         * @param member tells the rows of a group apart; rows with one member and one score count once
         */
        public Extreme maximum(LongField<I> score, LongField<I> member) {
            // Sorted by the negated score, so that the first pair is the maximum with the least member.
            extremes.add(new Ordered<>(row -> Math.negateExact(score.applyAsLong(row)), member));
            return new Extreme(extremes.size() - 1);
        }

        /** The least number, and who has it; on a tie the least member. */
        public Extreme minimum(LongField<I> score, LongField<I> member) {
            extremes.add(new Ordered<>(score, member));
            return new Extreme(extremes.size() - 1);
        }

        /**
         * The least and the greatest number, from one sorted set: half the state and the cost of a minimum and a maximum,
         * where nobody asks who has the greatest.
         *
         * @param member tells the rows of a group apart; rows with one member and one score count once
         */
        public Range range(LongField<I> score, LongField<I> member) {
            extremes.add(new Ordered<>(score, member));
            return new Range(extremes.size() - 1);
        }

        /** The greatest text by its UTF-8 bytes, as PostgreSQL's {@code COLLATE "C"} compares. */
        public GreatestText greatest(RowField<I, String> field) {
            texts.add(field);
            return new GreatestText(texts.size() - 1);
        }

        /** Ends the aggregation. */
        public <O> Aggregation<K, I, O> into(RowSchema<O> schema, Result<K, O> result) {
            return new Aggregation<>(this, schema, result);
        }
    }
}
