-- The power source: what the business applications write and the warehouse captures.
--
-- Safe to run again: it creates what is missing and changes nothing else. Names are unqualified, so that the
-- search path decides the schema (public by default). Run it as one statement, the block at the end has semicolons.

CREATE TABLE IF NOT EXISTS power_user (
    user_id     BIGINT PRIMARY KEY,
    user_name   VARCHAR(100),
    usage_type  VARCHAR(50),   -- 居民 / 商业 / 工业
    region_id   INT,
    region_name VARCHAR(100),
    address     VARCHAR(200),
    phone       VARCHAR(20),
    create_time TIMESTAMP,     -- both in the business zone
    update_time TIMESTAMP
);

CREATE INDEX IF NOT EXISTS power_user_region_id ON power_user (region_id);

-- No foreign key to power_user: a reading may arrive before its user and outlive it.
-- Only the key is constrained: what breaks a rule, the warehouse shows in dwd_quarantine; the source takes it.
CREATE TABLE IF NOT EXISTS power_consumption (
    consumption_id       BIGSERIAL PRIMARY KEY,
    user_id              BIGINT,
    consumption_amount   DECIMAL(10, 2),                       -- kWh
    consumption_cost     DECIMAL(10, 2),                       -- 元
    consumption_date     TIMESTAMP DEFAULT CURRENT_TIMESTAMP,  -- event time in the business zone
    meter_reading_before DECIMAL(10, 2),                       -- kWh
    meter_reading_after  DECIMAL(10, 2),                       -- kWh
    remark               VARCHAR(200)
);

CREATE INDEX IF NOT EXISTS power_consumption_user_id ON power_consumption (user_id);
CREATE INDEX IF NOT EXISTS power_consumption_consumption_date ON power_consumption (consumption_date);

-- An update or delete carries the whole old row: the warehouse retracts what the row said before.
-- Asked first, because ALTER TABLE takes an exclusive lock and needs the owner even where it changes nothing.
DO $$
DECLARE
    source_table REGCLASS;
BEGIN
    FOR source_table IN
        SELECT oid FROM pg_class
        WHERE oid IN ('power_user'::REGCLASS, 'power_consumption'::REGCLASS) AND relreplident <> 'f'
    LOOP
        EXECUTE format('ALTER TABLE %s REPLICA IDENTITY FULL', source_table);
    END LOOP;
END
$$;
