package io.gridhouse.console.load;

import java.util.List;

/** The 15 regions of this grid company. Their ids are 1 to 15, without gaps. */
public final class Regions {

    private static final List<String> NAMES = List.of(
            "北京市", "天津市", "河北省", "山西省", "内蒙古自治区", "辽宁省", "吉林省", "黑龙江省", "上海市", "江苏省", "浙江省", "安徽省", "福建省", "江西省",
            "山东省");

    private Regions() {}

    /** How many regions there are, which is also the greatest id. */
    public static int count() {
        return NAMES.size();
    }

    /**
     * The name of a region.
     *
     * @param regionId 1 to {@link #count()}
     * @return never null
     * @throws IllegalArgumentException when there is no such region
     */
    public static String name(int regionId) {
        if (regionId < 1 || regionId > NAMES.size()) {
            throw new IllegalArgumentException("region " + regionId + " does not exist: ids are 1 to " + NAMES.size());
        }
        return NAMES.get(regionId - 1);
    }
}
