package io.gridhouse.console.load;

import java.util.Optional;
import java.util.SplittableRandom;

/** What a user needs power for; decides how much a reading says and what a kWh costs (docs: generated data). */
public enum UsageType {
    /** 50–500 kWh at 0.7 元. */
    RESIDENTIAL("居民", 50, 500, 70),
    /** 100–1000 kWh at 0.9 元. */
    COMMERCIAL("商业", 100, 1_000, 90),
    /** 500–5000 kWh at 1.0 元. */
    INDUSTRIAL("工业", 500, 5_000, 100);

    private final String label;
    private final long minAmount;
    private final long maxAmount;
    private final long price;

    UsageType(String label, long minKwh, long maxKwh, long price) {
        this.label = label;
        this.minAmount = minKwh * 100;
        this.maxAmount = maxKwh * 100;
        this.price = price;
    }

    /** The text in {@code power_user.usage_type}; never null. */
    public String label() {
        return label;
    }

    /** The smallest amount of a reading, in hundredths of a kWh. */
    public long minAmount() {
        return minAmount;
    }

    /** The greatest amount of a reading, in hundredths of a kWh. */
    public long maxAmount() {
        return maxAmount;
    }

    /** The price of a kWh, in 分. */
    public long price() {
        return price;
    }

    /**
     * Draws the amount of a reading.
     *
     * @param random advanced by one draw; not null
     * @return hundredths of a kWh, {@link #minAmount()} to {@link #maxAmount()}, both included
     */
    public long drawAmount(SplittableRandom random) {
        return random.nextLong(minAmount, maxAmount + 1);
    }

    /**
     * What an amount costs.
     *
     * @param amount hundredths of a kWh, not negative
     * @return 分, rounded HALF_UP
     */
    public long cost(long amount) {
        return (amount * price + 50) / 100;
    }

    /**
     * The type of a label.
     *
     * @param label may be null
     * @return empty when it is none of ours
     */
    public static Optional<UsageType> ofLabel(String label) {
        for (UsageType type : values()) {
            if (type.label.equals(label)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
