package io.gridhouse.console.load;

import java.time.LocalDateTime;
import java.util.SplittableRandom;

/**
 * Makes users. A user is a function of the seed and its id, so that any part of the generator can tell a user's type
 * without asking. 80 % are residential, 15 % commercial, 5 % industrial; regions are equally likely. Immutable.
 */
public final class UserGenerator {

    private static final String[] FAMILY_NAMES = {
        "王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙", "马", "朱", "胡", "郭", "何", "林"
    };
    private static final String[] GIVEN_NAMES = {
        "伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "军", "洋", "勇", "艳", "杰", "娟", "涛", "明", "超", "霞"
    };
    private static final String[] TRADES = {"商贸", "餐饮", "酒店", "超市", "物流", "文化", "科技", "百货"};
    private static final String[] INDUSTRIES = {"钢铁", "机械", "化工", "纺织", "水泥", "电子", "造纸", "汽车"};
    private static final String[] STREETS = {"人民路", "中山路", "建设路", "解放路", "新华路", "和平路", "光明路", "电力路"};
    private static final int MAX_AGE_DAYS = 3650;

    private final long seed;

    /**
     * Creates a generator.
     *
     * @param seed any number
     */
    public UserGenerator(long seed) {
        this.seed = seed;
    }

    /**
     * The user of an id, as it is first inserted.
     *
     * @param userId 1 or more
     * @param now in the business zone, whole seconds; the user is up to ten years older
     */
    public PowerUser user(long userId, LocalDateTime now) {
        SplittableRandom random = randomOf(userId);
        UsageType usage = drawUsage(random);
        int regionId = drawRegion(random);
        LocalDateTime created = now.minusMinutes(random.nextLong(MAX_AGE_DAYS * 24L * 60));
        return new PowerUser(
                userId,
                drawName(usage, random),
                usage,
                regionId,
                drawAddress(regionId, random),
                "1" + random.nextLong(3_000_000_000L, 10_000_000_000L),
                created,
                created);
    }

    /**
     * The usage type of an id, as it is first inserted.
     *
     * @param userId 1 or more
     */
    public UsageType usage(long userId) {
        return drawUsage(randomOf(userId));
    }

    /** The user goes to another region, or stays by a chance of 1 in 15. */
    static PowerUser moved(long userId, LocalDateTime now, SplittableRandom random) {
        int regionId = drawRegion(random);
        return new PowerUser(userId, null, null, regionId, drawAddress(regionId, random), null, null, now);
    }

    /** The user is named anew. */
    static PowerUser renamed(long userId, UsageType usage, LocalDateTime now, SplittableRandom random) {
        return new PowerUser(userId, drawName(usage, random), null, null, null, null, null, now);
    }

    /** The user has another tariff from now on. */
    static PowerUser reclassified(long userId, UsageType usage, LocalDateTime now) {
        return new PowerUser(userId, null, usage, null, null, null, null, now);
    }

    private SplittableRandom randomOf(long userId) {
        // The golden ratio spreads neighbouring ids; SplittableRandom mixes the rest.
        return new SplittableRandom(seed ^ userId * 0x9E3779B97F4A7C15L);
    }

    private static UsageType drawUsage(SplittableRandom random) {
        int percent = random.nextInt(100);
        if (percent < 80) {
            return UsageType.RESIDENTIAL;
        }
        return percent < 95 ? UsageType.COMMERCIAL : UsageType.INDUSTRIAL;
    }

    private static int drawRegion(SplittableRandom random) {
        return 1 + random.nextInt(Regions.count());
    }

    private static String drawName(UsageType usage, SplittableRandom random) {
        return switch (usage) {
            case RESIDENTIAL -> pick(FAMILY_NAMES, random) + pick(GIVEN_NAMES, random) + pick(GIVEN_NAMES, random);
            case COMMERCIAL -> pick(FAMILY_NAMES, random) + "氏" + pick(TRADES, random) + "有限公司";
            case INDUSTRIAL -> pick(FAMILY_NAMES, random) + "氏" + pick(INDUSTRIES, random) + "厂";
        };
    }

    private static String drawAddress(int regionId, SplittableRandom random) {
        return Regions.name(regionId) + pick(STREETS, random) + (1 + random.nextInt(999)) + "号";
    }

    private static String pick(String[] choices, SplittableRandom random) {
        return choices[random.nextInt(choices.length)];
    }
}
