-- The rules of the power warehouse, each exactly once, as temporary views over power_user and power_consumption.
-- Run once per session, then run the table files of this folder: each is one SELECT over these views.
--
-- Session settings (SET or set_config, unset or empty means the default):
--   gridhouse.business_zone   zone whose wall clock consumption_date shows       'Asia/Shanghai'
--   gridhouse.ranking_limit   ranks kept per region and day, 0 keeps all         100
--
-- The session needs: search_path on the source schema, a UTF-8 database, DateStyle ISO (PostgreSQL's default, and the
-- only one pgjdbc accepts). CREATE VIEW can't run in a read-only transaction or on a standby. To compare layers with
-- each other run this file first, then all SELECTs in one REPEATABLE READ READ ONLY transaction: they see one state.
--
-- Measured at 1 million readings: SET jit = off helps. Leave work_mem at 4 to 32 MB. With more, one serial hash
-- aggregate takes the place of parallel sorts, and the larger SELECTs take twice as long.

CREATE OR REPLACE TEMPORARY VIEW oracle_setting AS
SELECT coalesce(nullif(current_setting('gridhouse.business_zone', true), ''), 'Asia/Shanghai') AS business_zone,
       coalesce(nullif(current_setting('gridhouse.ranking_limit', true), ''), '100')::integer AS ranking_limit;

-- Users, each with the reason why the ODS types can't hold it, or null. Fluss 0.9.1 can't read times before 1970 that have
-- a fraction of a millisecond.
CREATE OR REPLACE TEMPORARY VIEW oracle_checked_user AS
SELECT user_id, user_name, usage_type, region_id, region_name, address, phone, create_time, update_time,
       CASE
           WHEN NOT isfinite(create_time) THEN 'create_time_infinite'
           WHEN create_time < TIMESTAMP '1970-01-01' AND date_trunc('milliseconds', create_time) <> create_time
               THEN 'create_time_unholdable'
           WHEN NOT isfinite(update_time) THEN 'update_time_infinite'
           WHEN update_time < TIMESTAMP '1970-01-01' AND date_trunc('milliseconds', update_time) <> update_time
               THEN 'update_time_unholdable'
       END AS unheld_reason
FROM power_user;

-- Readings with the wall time of their last change in the business zone.
--
-- The change is the one that wrote this row version (xmin). The current time stands in for its commit time where that
-- is not known: track_commit_timestamp is off (the function would raise an error, hence the CASE), or the function
-- returns null because the transaction is still running, or is older than the commit times that PostgreSQL keeps
-- (frozen and vacuumed, or from before the setting was switched on). The only input that the function rejects is xid 0,
-- which no row version has. A frozen row keeps its xmin, so after 2^32 more transactions it may be taken for a younger
-- change: it is then judged by a later time, as it would be by the current time, never by an earlier one.
-- Milliseconds, because the change stream carries no more and source_commit_time keeps no more.
CREATE OR REPLACE TEMPORARY VIEW oracle_reading AS
SELECT consumption_id, user_id, consumption_amount, consumption_cost, consumption_date,
       meter_reading_before, meter_reading_after, remark,
       date_trunc(
           'milliseconds',
           coalesce(
               CASE WHEN current_setting('track_commit_timestamp') = 'on' THEN pg_xact_commit_timestamp(xmin) END,
               now()
           ) AT TIME ZONE (SELECT business_zone FROM oracle_setting)
       ) AS changed_at
FROM power_consumption;

-- Readings, each with the first reason why the ODS types can't hold it, and the first business rule it breaks, or null.
-- The former in the order of the columns, because the capture reads them in that order.
-- broken_rule only counts where unheld_reason is null: NaN equals NaN in PostgreSQL and exceeds every number.
CREATE OR REPLACE TEMPORARY VIEW oracle_checked_reading AS
SELECT consumption_id, user_id, consumption_amount, consumption_cost, consumption_date,
       meter_reading_before, meter_reading_after, remark,
       CASE
           WHEN consumption_amount = 'NaN' THEN 'consumption_amount_nan'
           WHEN consumption_cost = 'NaN' THEN 'consumption_cost_nan'
           WHEN NOT isfinite(consumption_date) THEN 'consumption_date_infinite'
           WHEN consumption_date < TIMESTAMP '1970-01-01' AND date_trunc('milliseconds', consumption_date) <> consumption_date
               THEN 'consumption_date_unholdable'
           WHEN meter_reading_before = 'NaN' THEN 'meter_reading_before_nan'
           WHEN meter_reading_after = 'NaN' THEN 'meter_reading_after_nan'
       END AS unheld_reason,
       CASE
           WHEN user_id IS NULL THEN 'user_id_null'
           WHEN consumption_amount IS NULL THEN 'amount_null'
           WHEN consumption_amount < 0 THEN 'amount_negative'
           WHEN consumption_cost IS NULL THEN 'cost_null'
           WHEN consumption_cost < 0 THEN 'cost_negative'
           WHEN consumption_date IS NULL THEN 'date_null'
           WHEN consumption_date < TIMESTAMP '2000-01-01 00:00:00' THEN 'date_too_early'
           WHEN consumption_date > changed_at + INTERVAL '1 day' THEN 'date_in_future'
           WHEN abs(meter_reading_after - meter_reading_before - consumption_amount) > 0.01 THEN 'meter_mismatch'
       END AS broken_rule
FROM oracle_reading;

-- Every row that breaks a rule, with the first rule in the order above.
-- row_to_json writes JSON without spaces (json_build_object does not), and escapes strings as to_json does.
CREATE OR REPLACE TEMPORARY VIEW oracle_violation AS
SELECT 'power_user' AS source_table,
       user_id::text AS source_key,
       unheld_reason AS reason,
       (SELECT row_to_json(row_as_text)::text
        FROM (SELECT user_id::text, user_name::text, usage_type::text, region_id::text, region_name::text,
                     address::text, phone::text, create_time::text, update_time::text) AS row_as_text) AS payload
FROM oracle_checked_user
WHERE unheld_reason IS NOT NULL
UNION ALL
SELECT 'power_consumption',
       consumption_id::text,
       coalesce(unheld_reason, broken_rule),
       (SELECT row_to_json(row_as_text)::text
        FROM (SELECT consumption_id::text, user_id::text, consumption_amount::text, consumption_cost::text,
                     consumption_date::text, meter_reading_before::text, meter_reading_after::text,
                     remark::text) AS row_as_text)
FROM oracle_checked_reading
WHERE coalesce(unheld_reason, broken_rule) IS NOT NULL;

-- Users that ODS holds, and therefore the only ones that readings can join.
-- Here and below the CASE says no more than 'x IS NULL' would. But without statistics the planner expects IS NULL of an
-- expression to keep 1 row in 200, when nearly all pass, and chooses its joins for that. Of a CASE it expects 1 in 2.
CREATE OR REPLACE TEMPORARY VIEW oracle_held_user AS
SELECT user_id, user_name, usage_type, region_id, region_name, address, phone, create_time, update_time
FROM oracle_checked_user
WHERE CASE WHEN unheld_reason IS NULL THEN true ELSE false END;

-- Readings that ODS holds, whether or not they break a business rule.
CREATE OR REPLACE TEMPORARY VIEW oracle_held_reading AS
SELECT consumption_id, user_id, consumption_amount, consumption_cost, consumption_date,
       meter_reading_before, meter_reading_after, remark
FROM oracle_checked_reading
WHERE CASE WHEN unheld_reason IS NULL THEN true ELSE false END;

-- Readings that break no rule: what every layer above ODS is made of.
CREATE OR REPLACE TEMPORARY VIEW oracle_clean_reading AS
SELECT consumption_id, user_id, consumption_amount, consumption_cost, consumption_date,
       meter_reading_before, meter_reading_after, remark
FROM oracle_checked_reading
WHERE CASE WHEN coalesce(unheld_reason, broken_rule) IS NULL THEN true ELSE false END;

-- Clean readings with the columns of their user, or the defaults, and the day and hour they count for.
CREATE OR REPLACE TEMPORARY VIEW oracle_detail AS
SELECT r.consumption_id,
       r.user_id,
       coalesce(u.user_name, '未知用户') AS user_name,
       r.consumption_amount,
       r.consumption_cost,
       r.consumption_date,
       coalesce(u.region_id, 0) AS region_id,
       coalesce(u.region_name, '未知地区') AS region_name,
       coalesce(u.usage_type, '未知') AS usage_type,
       r.consumption_date::date AS stat_date,
       extract(hour FROM r.consumption_date)::integer AS stat_hour
FROM oracle_clean_reading r
LEFT JOIN oracle_held_user u ON u.user_id = r.user_id;

-- One row per user and day. A user has one name and one region at a time, so max() picks the only value there is.
CREATE OR REPLACE TEMPORARY VIEW oracle_user_day AS
SELECT user_id,
       stat_date,
       max(user_name COLLATE "C") AS user_name,
       max(region_id) AS region_id,
       max(region_name COLLATE "C") AS region_name,
       sum(consumption_amount)::numeric(18, 2) AS total_consumption,
       sum(consumption_cost)::numeric(18, 2) AS total_cost,
       count(*) AS record_count,
       max(consumption_amount)::numeric(10, 2) AS max_consumption,
       min(consumption_amount)::numeric(10, 2) AS min_consumption
FROM oracle_detail
GROUP BY user_id, stat_date;

-- User-days with their place in their region and day, before the limit. Equal totals: the lower user_id first.
CREATE OR REPLACE TEMPORARY VIEW oracle_user_rank AS
SELECT user_id, stat_date, user_name, region_id, region_name, total_consumption, total_cost, record_count,
       max_consumption, min_consumption,
       (row_number() OVER (
           PARTITION BY region_id, stat_date ORDER BY total_consumption DESC, user_id
       ))::integer AS ranking
FROM oracle_user_day;

-- One row per region and day. A user-day lies in one region, so counting user-days counts distinct users.
-- Of several names of a region the greatest in byte order is its name.
-- Quotients are taken to 20 decimals, then rounded half up to 2. A quotient of cents by n that is not a tie is at least
-- 1 / (200 n) away from one, so below 10^17 records the result is that of rounding the exact quotient once.
CREATE OR REPLACE TEMPORARY VIEW oracle_region_day AS
SELECT region_id,
       max(region_name COLLATE "C") AS region_name,
       stat_date,
       sum(total_consumption)::numeric(18, 2) AS total_consumption,
       sum(total_cost)::numeric(18, 2) AS total_cost,
       count(*) AS user_count,
       round(sum(total_consumption)::numeric(38, 20) / sum(record_count), 2)::numeric(10, 2) AS avg_consumption,
       max(max_consumption)::numeric(10, 2) AS max_consumption,
       min(min_consumption)::numeric(10, 2) AS min_consumption,
       sum(record_count)::bigint AS record_count,
       round(sum(total_consumption)::numeric(38, 20) / count(*), 2)::numeric(18, 2) AS avg_per_user,
       max(user_id) FILTER (WHERE ranking = 1) AS top_user_id,
       max(user_name) FILTER (WHERE ranking = 1) AS top_user_name,
       max(total_consumption) FILTER (WHERE ranking = 1)::numeric(18, 2) AS top_user_consumption
FROM oracle_user_rank
GROUP BY region_id, stat_date;

-- One row per region, day and hour.
CREATE OR REPLACE TEMPORARY VIEW oracle_region_hour AS
SELECT region_id,
       stat_date,
       stat_hour,
       sum(consumption_amount)::numeric(18, 2) AS total_consumption,
       sum(consumption_cost)::numeric(18, 2) AS total_cost,
       count(*) AS record_count
FROM oracle_detail
GROUP BY region_id, stat_date, stat_hour;
