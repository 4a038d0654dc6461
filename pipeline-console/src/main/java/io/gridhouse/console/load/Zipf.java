package io.gridhouse.console.load;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Draws ranks by Zipf's law: rank r has the weight {@code (r + 1) ^ -skew}. One lane of a load may keep to its own
 * ranks, those with {@code rank % lanes == lane}; together the lanes then draw the whole law, when each works in
 * proportion to its {@link #share()}.
 *
 * <p>Alias method (M. D. Vose, 1991): a draw costs one random number whatever the count; 12 bytes per rank. Immutable.
 */
public final class Zipf {

    private final int lane;
    private final int lanes;
    private final double[] keep;
    private final int[] alias;
    private final double share;

    private Zipf(int lane, int lanes, double[] keep, int[] alias, double share) {
        this.lane = lane;
        this.lanes = lanes;
        this.keep = keep;
        this.alias = alias;
        this.share = share;
    }

    /**
     * The law over the ranks 0 to {@code count - 1}.
     *
     * @param count 1 or more
     * @param skew 0 for uniform
     */
    public static Zipf of(int count, double skew) {
        return ofLane(count, skew, 0, 1);
    }

    /**
     * The law over one lane's ranks.
     *
     * @param count how many ranks all lanes have together
     * @param skew 0 for uniform
     * @param lane 0 to {@code lanes - 1}
     * @param lanes 1 or more, at most {@code count}
     * @throws IllegalArgumentException when the lane has no rank
     */
    public static Zipf ofLane(int count, double skew, int lane, int lanes) {
        if (lane < 0 || lane >= lanes || lanes > count) {
            throw new IllegalArgumentException(
                    "lane %d of %d has none of %d ranks: use fewer connections.".formatted(lane, lanes, count));
        }
        double[] weights = new double[(count - lane + lanes - 1) / lanes];
        double total = 0;
        double own = 0;
        for (int rank = 0; rank < count; rank++) {
            double weight = Math.pow(rank + 1.0, -skew);
            total += weight;
            if (rank % lanes == lane) {
                weights[rank / lanes] = weight;
                own += weight;
            }
        }
        int[] alias = new int[weights.length];
        return new Zipf(lane, lanes, aliasTable(weights, own, alias), alias, own / total);
    }

    /** The part of all draws that falls on this lane's ranks; 1 without lanes. */
    public double share() {
        return share;
    }

    /**
     * Draws a rank.
     *
     * @param random advanced by one draw; not null
     * @return 0 to {@code count - 1}, of this lane
     */
    public int draw(SplittableRandom random) {
        double position = random.nextDouble() * keep.length;
        int column = Math.min((int) position, keep.length - 1);
        int index = position - column < keep[column] ? column : alias[column];
        return index * lanes + lane;
    }

    private static double[] aliasTable(double[] weights, double total, int[] alias) {
        int count = weights.length;
        double[] keep = new double[count];
        int[] poor = new int[count];
        int[] rich = new int[count];
        int poorCount = 0;
        int richCount = 0;
        for (int i = 0; i < count; i++) {
            keep[i] = weights[i] * count / total;
            if (keep[i] < 1) {
                poor[poorCount++] = i;
            } else {
                rich[richCount++] = i;
            }
        }
        while (poorCount > 0 && richCount > 0) {
            int small = poor[--poorCount];
            int large = rich[richCount - 1];
            alias[small] = large;
            keep[large] -= 1 - keep[small];
            if (keep[large] < 1) {
                richCount--;
                poor[poorCount++] = large;
            }
        }
        // What is left is 1 up to rounding errors.
        Arrays.stream(poor, 0, poorCount).forEach(i -> keep[i] = 1);
        Arrays.stream(rich, 0, richCount).forEach(i -> keep[i] = 1);
        return keep;
    }
}
