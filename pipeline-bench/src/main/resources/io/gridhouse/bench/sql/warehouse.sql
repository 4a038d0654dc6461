-- The power warehouse in Flink SQL. The sources power_user, power_consumption and unholdable are made in Java. Each
-- statement ends with a semicolon at the end of its line.
--
-- As a good author would write it: user-days are summed before the join, so that a user who moves changes user-days and
-- not every reading once more; region-days are summed from user-days, so that distinct users are a count of rows; one
-- statement set, in which the planner shares what several statements read. The technical columns of the layers are left
-- null: aggregates of positions would cost this peer more. So is etl_time: the planner puts a materializer before that
-- table, which finds a row to take back by all its columns, and a clock would make them differ.
--
-- Three things are written for the planner of Flink 2.2, which plans a view that several statements read by itself:
-- sources are read through views that do something, or nothing marks the end of a mini-batch; each top-N has a query of its
-- own, or its limit is not seen; and see region_day.
--
-- Fluss' client numbers its batches by default, to write none twice when it tries again, and has at most five under way.
-- While more wait, as those of the ranking do, its sender asks without a pause whether one may go. Without numbers none
-- waits. Only a write that is tried again could come twice or late for it, and none is here.

CREATE CATALOG fluss WITH ('type' = 'fluss', 'bootstrap.servers' = '${fluss.bootstrap-servers}');

CREATE TEMPORARY TABLE served (
    dashboard_id STRING NOT NULL, stat_date DATE NOT NULL, region_id INT NOT NULL, region_name STRING,
    total_consumption DECIMAL(18, 2), total_cost DECIMAL(18, 2), user_count BIGINT, avg_consumption DECIMAL(10, 2),
    peak_hour INT, peak_consumption DECIMAL(18, 2), top_user_id BIGINT, top_user_name STRING,
    top_user_consumption DECIMAL(18, 2), update_time TIMESTAMP(3), source_lsn BIGINT,
    source_commit_time TIMESTAMP(3),
    PRIMARY KEY (dashboard_id, stat_date, region_id) NOT ENFORCED
) WITH (
    'connector' = 'jdbc', 'url' = '${sink.url}', 'table-name' = 'ads_power_dashboard', 'username' = '${sink.user}',
    'password' = '${sink.password}', 'sink.buffer-flush.max-rows' = '1000', 'sink.buffer-flush.interval' = '10 ms'
);

CREATE TEMPORARY VIEW customer AS
SELECT user_id, user_name, usage_type, region_id, region_name, address, phone, create_time, update_time
FROM power_user;

CREATE TEMPORARY VIEW unheld AS
SELECT source_table, source_key, reason, payload
FROM unholdable;

CREATE TEMPORARY VIEW checked AS
SELECT *,
       CASE
           WHEN user_id IS NULL THEN 'user_id_null'
           WHEN consumption_amount IS NULL THEN 'amount_null'
           WHEN consumption_amount < 0 THEN 'amount_negative'
           WHEN consumption_cost IS NULL THEN 'cost_null'
           WHEN consumption_cost < 0 THEN 'cost_negative'
           WHEN consumption_date IS NULL THEN 'date_null'
           WHEN consumption_date < TIMESTAMP '2000-01-01 00:00:00' THEN 'date_too_early'
           WHEN consumption_date > commit_time + INTERVAL '1' DAY THEN 'date_in_future'
           WHEN ABS(meter_reading_after - meter_reading_before - consumption_amount) > 0.01 THEN 'meter_mismatch'
       END AS broken_rule
FROM power_consumption;

CREATE TEMPORARY VIEW clean AS
SELECT consumption_id, user_id, consumption_amount, consumption_cost, consumption_date,
       CAST(consumption_date AS DATE) AS stat_date
FROM checked
WHERE broken_rule IS NULL;

CREATE TEMPORARY VIEW violation AS
SELECT 'power_consumption' AS source_table,
       CAST(consumption_id AS STRING) AS source_key,
       broken_rule AS reason,
       '{"consumption_id":"' || CAST(consumption_id AS STRING)
           || '","user_id":' || COALESCE('"' || CAST(user_id AS STRING) || '"', 'null')
           || ',"consumption_amount":' || COALESCE('"' || CAST(consumption_amount AS STRING) || '"', 'null')
           || ',"consumption_cost":' || COALESCE('"' || CAST(consumption_cost AS STRING) || '"', 'null')
           || ',"consumption_date":'
           || COALESCE('"' || REGEXP_REPLACE(CAST(consumption_date AS STRING), '\.?0*$', '') || '"', 'null')
           || ',"meter_reading_before":' || COALESCE('"' || CAST(meter_reading_before AS STRING) || '"', 'null')
           || ',"meter_reading_after":' || COALESCE('"' || CAST(meter_reading_after AS STRING) || '"', 'null')
           || ',"remark":' || COALESCE(JSON_STRING(remark), 'null') || '}' AS payload
FROM checked
WHERE broken_rule IS NOT NULL;

CREATE TEMPORARY VIEW detail AS
SELECT r.consumption_id,
       r.user_id,
       COALESCE(u.user_name, '未知用户') AS user_name,
       r.consumption_amount,
       r.consumption_cost,
       r.consumption_date,
       r.stat_date,
       COALESCE(u.region_id, 0) AS region_id,
       COALESCE(u.region_name, '未知地区') AS region_name,
       COALESCE(u.usage_type, '未知') AS usage_type
FROM clean r
LEFT JOIN customer u ON u.user_id = r.user_id;

CREATE TEMPORARY VIEW user_day_total AS
SELECT user_id,
       stat_date,
       SUM(consumption_amount) AS total_consumption,
       SUM(consumption_cost) AS total_cost,
       COUNT(*) AS record_count,
       MAX(consumption_amount) AS max_consumption,
       MIN(consumption_amount) AS min_consumption
FROM clean
GROUP BY user_id, stat_date;

CREATE TEMPORARY VIEW user_day AS
SELECT t.user_id,
       t.stat_date,
       COALESCE(u.user_name, '未知用户') AS user_name,
       COALESCE(u.region_id, 0) AS region_id,
       COALESCE(u.region_name, '未知地区') AS region_name,
       CAST(t.total_consumption AS DECIMAL(18, 2)) AS total_consumption,
       CAST(t.total_cost AS DECIMAL(18, 2)) AS total_cost,
       t.record_count,
       t.max_consumption,
       t.min_consumption
FROM user_day_total t
LEFT JOIN customer u ON u.user_id = t.user_id;

-- The second half of the union is empty. Without it the planner takes user_day for a table that only grows, since it was
-- planned by itself, and never takes a value back from MAX and MIN.
CREATE TEMPORARY VIEW region_day AS
SELECT region_id,
       stat_date,
       MAX(region_name) AS region_name,
       CAST(SUM(total_consumption) AS DECIMAL(18, 2)) AS total_consumption,
       CAST(SUM(total_cost) AS DECIMAL(18, 2)) AS total_cost,
       COUNT(*) AS user_count,
       SUM(record_count) AS record_count,
       MAX(max_consumption) AS max_consumption,
       MIN(min_consumption) AS min_consumption
FROM (SELECT region_id, stat_date, region_name, total_consumption, total_cost, record_count, max_consumption,
             min_consumption
      FROM user_day
      UNION ALL
      SELECT 0, DATE '2000-01-01', '', CAST(0 AS DECIMAL(18, 2)), CAST(0 AS DECIMAL(18, 2)), CAST(0 AS BIGINT),
             CAST(0 AS DECIMAL(10, 2)), CAST(0 AS DECIMAL(10, 2))
      FROM unheld
      WHERE reason = 'none')
GROUP BY region_id, stat_date;

-- A quotient has 13 decimals here, so that rounding it to 2 is rounding the exact one.
CREATE TEMPORARY VIEW region_stats AS
SELECT region_id, region_name, stat_date, total_consumption, total_cost, user_count,
       CAST(ROUND(total_consumption / CAST(record_count AS DECIMAL(10, 0)), 2) AS DECIMAL(10, 2)) AS avg_consumption,
       max_consumption, min_consumption, record_count,
       CAST(ROUND(total_consumption / CAST(user_count AS DECIMAL(10, 0)), 2) AS DECIMAL(18, 2)) AS avg_per_user
FROM region_day;

CREATE TEMPORARY VIEW region_hour AS
SELECT region_id,
       stat_date,
       CAST(EXTRACT(HOUR FROM consumption_date) AS INT) AS stat_hour,
       CAST(SUM(consumption_amount) AS DECIMAL(18, 2)) AS total_consumption,
       CAST(SUM(consumption_cost) AS DECIMAL(18, 2)) AS total_cost,
       COUNT(*) AS record_count
FROM detail
GROUP BY region_id, stat_date, CAST(EXTRACT(HOUR FROM consumption_date) AS INT);

CREATE TEMPORARY VIEW ranked AS
SELECT user_id, user_name, region_id, region_name, stat_date, total_consumption, total_cost,
       ROW_NUMBER() OVER (PARTITION BY region_id, stat_date ORDER BY total_consumption DESC, user_id ASC) AS ranking
FROM user_day;

CREATE TEMPORARY VIEW peak AS
SELECT region_id, stat_date, stat_hour, total_consumption
FROM (SELECT *,
             ROW_NUMBER() OVER (
                 PARTITION BY region_id, stat_date ORDER BY total_consumption DESC, stat_hour ASC) AS place
      FROM region_hour)
WHERE place = 1;

CREATE TEMPORARY VIEW top_user AS
SELECT region_id, stat_date, user_id, user_name, total_consumption
FROM (SELECT region_id, stat_date, user_id, user_name, total_consumption,
             ROW_NUMBER() OVER (
                 PARTITION BY region_id, stat_date ORDER BY total_consumption DESC, user_id ASC) AS place
      FROM user_day)
WHERE place = 1;

CREATE TEMPORARY VIEW dashboard AS
SELECT 'DASHBOARD_' || CAST(d.region_id AS STRING) || '_' || CAST(d.stat_date AS STRING) AS dashboard_id,
       d.stat_date, d.region_id, d.region_name, d.total_consumption, d.total_cost, d.user_count, d.avg_consumption,
       p.stat_hour AS peak_hour, p.total_consumption AS peak_consumption,
       t.user_id AS top_user_id, t.user_name AS top_user_name, t.total_consumption AS top_user_consumption
FROM region_stats d
JOIN peak p ON p.region_id = d.region_id AND p.stat_date = d.stat_date
JOIN top_user t ON t.region_id = d.region_id AND t.stat_date = d.stat_date;

INSERT INTO fluss.${fluss.database}.ods_power_user
/*+ OPTIONS('client.writer.enable-idempotence' = 'false', 'sink.distribution-mode' = 'NONE') */
SELECT user_id, user_name, usage_type, region_id, region_name, address, phone, create_time, update_time,
       CAST(NULL AS BIGINT), CAST(NULL AS TIMESTAMP_LTZ(3))
FROM customer;

INSERT INTO fluss.${fluss.database}.ods_power_consumption
/*+ OPTIONS('client.writer.enable-idempotence' = 'false', 'sink.distribution-mode' = 'NONE') */
SELECT consumption_id, user_id, consumption_amount, consumption_cost, consumption_date, meter_reading_before,
       meter_reading_after, remark, CAST(NULL AS BIGINT), CAST(NULL AS TIMESTAMP_LTZ(3))
FROM checked;

INSERT INTO fluss.${fluss.database}.dwd_power_consumption_detail
/*+ OPTIONS('client.writer.enable-idempotence' = 'false', 'sink.distribution-mode' = 'NONE') */
SELECT consumption_id, user_id, user_name, consumption_amount, consumption_cost, consumption_date, region_id,
       region_name, usage_type, CAST(NULL AS TIMESTAMP(3)), CAST(NULL AS BIGINT), CAST(NULL AS TIMESTAMP_LTZ(3))
FROM detail;

INSERT INTO fluss.${fluss.database}.dwd_quarantine
/*+ OPTIONS('client.writer.enable-idempotence' = 'false', 'sink.distribution-mode' = 'NONE') */
SELECT source_table, source_key, reason, payload, CAST(NULL AS TIMESTAMP_LTZ(3)), CAST(NULL AS TIMESTAMP_LTZ(3)),
       CAST(NULL AS BIGINT), CAST(NULL AS TIMESTAMP_LTZ(3))
FROM (SELECT source_table, source_key, reason, payload FROM violation
      UNION ALL
      SELECT source_table, source_key, reason, payload FROM unheld);

INSERT INTO fluss.${fluss.database}.dws_region_daily_stats
/*+ OPTIONS('client.writer.enable-idempotence' = 'false', 'sink.distribution-mode' = 'NONE') */
SELECT region_id, region_name, stat_date, total_consumption, total_cost, user_count, avg_consumption,
       max_consumption, min_consumption, record_count, avg_per_user, CAST(NULL AS BIGINT),
       CAST(NULL AS TIMESTAMP_LTZ(3))
FROM region_stats;

INSERT INTO fluss.${fluss.database}.dws_user_daily_stats
/*+ OPTIONS('client.writer.enable-idempotence' = 'false', 'sink.distribution-mode' = 'NONE') */
SELECT user_id, stat_date, user_name, region_id, region_name, total_consumption, total_cost, record_count,
       CAST(NULL AS BIGINT), CAST(NULL AS TIMESTAMP_LTZ(3))
FROM user_day;

INSERT INTO fluss.${fluss.database}.dws_user_ranking
/*+ OPTIONS('client.writer.enable-idempotence' = 'false', 'sink.distribution-mode' = 'NONE') */
SELECT user_id, user_name, region_id, region_name, stat_date, total_consumption, total_cost, CAST(ranking AS INT),
       CAST(NULL AS BIGINT), CAST(NULL AS TIMESTAMP_LTZ(3))
FROM ranked
WHERE ranking <= ${ranking.limit};

INSERT INTO fluss.${fluss.database}.dws_region_hourly_stats
/*+ OPTIONS('client.writer.enable-idempotence' = 'false', 'sink.distribution-mode' = 'NONE') */
SELECT region_id, stat_date, stat_hour, total_consumption, total_cost, record_count, CAST(NULL AS BIGINT),
       CAST(NULL AS TIMESTAMP_LTZ(3))
FROM region_hour;

INSERT INTO fluss.${fluss.database}.ads_power_dashboard
/*+ OPTIONS('client.writer.enable-idempotence' = 'false', 'sink.distribution-mode' = 'NONE') */
SELECT *, CAST(LOCALTIMESTAMP AS TIMESTAMP(3)), CAST(NULL AS BIGINT), CAST(NULL AS TIMESTAMP_LTZ(3))
FROM dashboard;

INSERT INTO served
SELECT *, CAST(LOCALTIMESTAMP AS TIMESTAMP(3)), CAST(0 AS BIGINT), CAST(LOCALTIMESTAMP AS TIMESTAMP(3))
FROM dashboard;
