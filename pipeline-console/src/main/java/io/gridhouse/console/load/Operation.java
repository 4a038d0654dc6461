package io.gridhouse.console.load;

/** One row change of the live load. */
public sealed interface Operation {

    /** What is done to which row, for a message; never null. */
    String describe();

    /**
     * A new reading.
     *
     * @param consumptionId from the table's sequence
     * @param row not null
     * @param bad whether it breaks a data-quality rule
     */
    record InsertReading(long consumptionId, ReadingRow row, boolean bad) implements Operation {
        @Override
        public String describe() {
            return "INSERT INTO power_consumption, consumption_id " + consumptionId;
        }
    }

    /**
     * All columns of a reading anew.
     *
     * @param consumptionId of a reading known to this load
     * @param row not null
     * @param bad whether it breaks a data-quality rule from now on
     */
    record UpdateReading(long consumptionId, ReadingRow row, boolean bad) implements Operation {
        @Override
        public String describe() {
            return "UPDATE power_consumption, consumption_id " + consumptionId;
        }
    }

    /**
     * A reading goes.
     *
     * @param consumptionId of a reading known to this load
     */
    record DeleteReading(long consumptionId) implements Operation {
        @Override
        public String describe() {
            return "DELETE FROM power_consumption, consumption_id " + consumptionId;
        }
    }

    /**
     * A user appears, maybe after its readings. Changes nothing where another session was faster.
     *
     * @param user not null
     */
    record InsertUser(PowerUser user) implements Operation {
        @Override
        public String describe() {
            return "INSERT INTO power_user, user_id " + user.userId();
        }
    }

    /**
     * A user moves, is renamed or gets another tariff.
     *
     * @param change with null for what stays; not null
     */
    record UpdateUser(PowerUser change) implements Operation {
        @Override
        public String describe() {
            return "UPDATE power_user, user_id " + change.userId();
        }
    }

    /**
     * A user goes; its readings stay.
     *
     * @param userId 1 or more
     */
    record DeleteUser(long userId) implements Operation {
        @Override
        public String describe() {
            return "DELETE FROM power_user, user_id " + userId;
        }
    }
}
