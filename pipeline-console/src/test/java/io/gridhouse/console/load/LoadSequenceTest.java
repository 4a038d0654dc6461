package io.gridhouse.console.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LoadSequenceTest {

    private static final Instant NOW = Instant.parse("2026-03-10T02:30:00Z");
    private static final LocalDateTime LOCAL_NOW = LocalDateTime.parse("2026-03-10T10:30:00");
    private static final int CHANGES = 50_000;

    @Test
    void followsFromTheSeed() {
        assertThat(changes(profile().seed(5).build(), 0))
                .isEqualTo(changes(profile().seed(5).build(), 0));
        assertThat(changes(profile().seed(5).build(), 0))
                .isNotEqualTo(changes(profile().seed(6).build(), 0));
    }

    @Test
    void keepsTheMix() {
        List<Operation> changes = changes(
                profile().mix(new OperationMix(50, 40, 10)).userChangeShare(0).build(), 0);

        assertThat(share(changes, Operation.InsertReading.class)).isCloseTo(0.50, within(0.01));
        assertThat(share(changes, Operation.UpdateReading.class)).isCloseTo(0.40, within(0.01));
        assertThat(share(changes, Operation.DeleteReading.class)).isCloseTo(0.10, within(0.01));
    }

    @Test
    void changesUsersInAllWays() {
        List<Operation> changes = changes(profile().userChangeShare(0.2).build(), 0);

        double inserted = share(changes, Operation.InsertUser.class);
        double updated = share(changes, Operation.UpdateUser.class);
        double deleted = share(changes, Operation.DeleteUser.class);
        assertThat(inserted + updated + deleted).isCloseTo(0.2, within(0.01));
        assertThat(inserted).isPositive();
        assertThat(deleted).isPositive();
        assertThat(userChanges(changes)).anyMatch(change -> change.regionId() != null);
        assertThat(userChanges(changes)).anyMatch(change -> change.name() != null);
        assertThat(userChanges(changes)).anyMatch(change -> change.usage() != null);
    }

    @Test
    void touchesOnlyWhatExists() {
        Set<Long> readings = new HashSet<>();
        Set<Long> users = new HashSet<>();
        for (long id = 1; id <= 1_000; id += 2) {
            users.add(id);
        }
        for (Operation change :
                changes(profile().userChangeShare(0.1).badShare(0.05).build(), 0)) {
            assertThat(change).matches(it -> isValid(it, readings, users));
        }
    }

    @Test
    void aLaneKeepsToItsOwnUsers() {
        for (Operation change : changes(profile().badShare(0).build(), 1)) {
            if (change instanceof Operation.InsertReading insert) {
                assertThat(insert.row().userId() % 2).isZero();
            }
        }
    }

    @Test
    void badReadingsBreakOneRuleAndAreRepairedOrDeleted() {
        LoadProfile profile = profile().badShare(0.01).build();
        Set<Long> flawed = new HashSet<>();
        int written = 0;
        int bad = 0;
        for (Operation change : changes(profile, 0)) {
            if (change instanceof Operation.InsertReading insert) {
                written++;
                bad += note(insert.consumptionId(), insert.row(), insert.bad(), flawed);
            } else if (change instanceof Operation.UpdateReading update) {
                written++;
                bad += note(update.consumptionId(), update.row(), update.bad(), flawed);
            } else if (change instanceof Operation.DeleteReading delete) {
                flawed.remove(delete.consumptionId());
            }
        }

        assertThat(bad / (double) written).isCloseTo(0.01, within(0.002));
        assertThat(flawed).isNotEmpty().hasSizeLessThan(bad / 4);
    }

    @Test
    void someCorrectionsMoveAReadingToAnotherDayOrUser() {
        LoadProfile profile = profile().badShare(0).moveShare(0.5).build();
        Map<Long, ReadingRow> rows = new HashMap<>();
        int otherDay = 0;
        int otherUser = 0;
        int updates = 0;
        for (Operation change : changes(profile, 0)) {
            if (change instanceof Operation.InsertReading insert) {
                rows.put(insert.consumptionId(), insert.row());
            } else if (change instanceof Operation.UpdateReading update) {
                ReadingRow before = rows.put(update.consumptionId(), update.row());
                updates++;
                otherDay += before.date().equals(update.row().date()) ? 0 : 1;
                otherUser += before.userId().equals(update.row().userId()) ? 0 : 1;
            }
        }

        assertThat(otherDay / (double) updates).isCloseTo(0.25, within(0.02));
        assertThat(otherUser / (double) updates).isCloseTo(0.25, within(0.03));
    }

    @Test
    void lateReadingsLieAnHourToFiveDaysBack() {
        int late = 0;
        int inserts = 0;
        for (Operation change : changes(profile().badShare(0).lateShare(0.1).build(), 0)) {
            if (change instanceof Operation.InsertReading insert) {
                inserts++;
                LocalDateTime date = LocalDateTime.parse(insert.row().date());
                if (insert.row().remark() == null) {
                    assertThat(date).isEqualTo(LOCAL_NOW);
                } else {
                    late++;
                    assertThat(date).isBetween(LOCAL_NOW.minusDays(5), LOCAL_NOW.minusHours(1));
                }
            }
        }
        assertThat(late / (double) inserts).isCloseTo(0.1, within(0.01));
    }

    private static LoadProfile.Builder profile() {
        return LoadProfile.builder().seed(1).users(1_000).readings(0);
    }

    private static List<Operation> changes(LoadProfile profile, int lane) {
        UserPopulation population =
                new UserPopulation(profile.maxUserId(), profile.users(), new UserGenerator(profile.seed()));
        AtomicLong ids = new AtomicLong();
        LoadSequence sequence = new LoadSequence(
                profile,
                new LaneUsers(population, profile, lane),
                LaneStart.empty(),
                ids::incrementAndGet,
                new SplittableRandom(profile.seed()));
        List<Operation> changes = new ArrayList<>();
        for (int i = 0; i < CHANGES; i++) {
            changes.add(sequence.next(NOW));
        }
        return changes;
    }

    private static double share(List<Operation> changes, Class<? extends Operation> kind) {
        return changes.stream().filter(kind::isInstance).count() / (double) changes.size();
    }

    private static List<PowerUser> userChanges(List<Operation> changes) {
        return changes.stream()
                .filter(Operation.UpdateUser.class::isInstance)
                .map(change -> ((Operation.UpdateUser) change).change())
                .toList();
    }

    private static int note(long id, ReadingRow row, boolean bad, Set<Long> flawed) {
        assertThat(QualityRules.broken(row, LOCAL_NOW)).hasSize(bad ? 1 : 0);
        if (bad) {
            flawed.add(id);
            return 1;
        }
        flawed.remove(id);
        return 0;
    }

    private static boolean isValid(Operation change, Set<Long> readings, Set<Long> users) {
        if (change instanceof Operation.InsertReading insert) {
            return readings.add(insert.consumptionId());
        } else if (change instanceof Operation.UpdateReading update) {
            return readings.contains(update.consumptionId());
        } else if (change instanceof Operation.DeleteReading delete) {
            return readings.remove(delete.consumptionId());
        } else if (change instanceof Operation.InsertUser insert) {
            return users.add(insert.user().userId());
        } else if (change instanceof Operation.UpdateUser update) {
            return users.contains(update.change().userId());
        } else if (change instanceof Operation.DeleteUser delete) {
            return users.remove(delete.userId());
        }
        return false;
    }
}
