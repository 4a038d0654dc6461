-- The dashboard kept by PostgreSQL itself: triggers per statement, incremental, with locks in one order so that two
-- sessions never wait for each other in a circle as long as a transaction has one statement. The oracle's views must be
-- there as permanent ones: they fill the tables once.

CREATE TABLE bench_user_day (
    user_id BIGINT, stat_date DATE, user_name TEXT, region_id INT, region_name TEXT COLLATE "C",
    total NUMERIC(18, 2), cost NUMERIC(18, 2), records BIGINT,
    PRIMARY KEY (user_id, stat_date));

CREATE TABLE bench_region_day (
    region_id INT, stat_date DATE, total NUMERIC(18, 2), cost NUMERIC(18, 2), users BIGINT, records BIGINT,
    PRIMARY KEY (region_id, stat_date));

CREATE TABLE bench_region_hour (
    region_id INT, stat_date DATE, stat_hour INT, total NUMERIC(18, 2), records BIGINT,
    PRIMARY KEY (region_id, stat_date, stat_hour));

CREATE TABLE ads_power_dashboard (
    dashboard_id TEXT, stat_date DATE, region_id INT, region_name TEXT, total_consumption NUMERIC(18, 2),
    total_cost NUMERIC(18, 2), user_count BIGINT, avg_consumption NUMERIC(10, 2), peak_hour INT,
    peak_consumption NUMERIC(18, 2), top_user_id BIGINT, top_user_name TEXT, top_user_consumption NUMERIC(18, 2),
    update_time TIMESTAMP(3),
    PRIMARY KEY (dashboard_id, stat_date, region_id));

INSERT INTO bench_user_day
SELECT user_id, stat_date, user_name, region_id, region_name, total_consumption, total_cost, record_count
FROM oracle_user_day;

INSERT INTO bench_region_day
SELECT region_id, stat_date, sum(total), sum(cost), count(*), sum(records) FROM bench_user_day GROUP BY region_id, stat_date;

INSERT INTO bench_region_hour
SELECT region_id, stat_date, stat_hour, total_consumption, record_count FROM oracle_region_hour;

CREATE INDEX bench_user_day_top ON bench_user_day (region_id, stat_date, total DESC, user_id);
CREATE INDEX bench_user_day_name ON bench_user_day (region_id, stat_date, region_name DESC);

CREATE TYPE bench_delta AS (user_id BIGINT, at TIMESTAMP, amount NUMERIC, cost NUMERIC, sign INT);
CREATE TYPE bench_region_date AS (region_id INT, stat_date DATE);
CREATE TYPE bench_hour AS (region_id INT, stat_date DATE, stat_hour INT, total NUMERIC, records BIGINT);

-- The rules of the warehouse. A date is judged by the time of this change, also for the row as it was before: no date
-- of the generated data lies near the limit.
CREATE FUNCTION bench_clean(
    user_id BIGINT, amount NUMERIC, cost NUMERIC, at TIMESTAMP, before NUMERIC, after NUMERIC)
RETURNS BOOLEAN LANGUAGE sql STABLE AS $$
    SELECT coalesce(
        user_id IS NOT NULL AND amount >= 0 AND amount <> 'NaN' AND cost >= 0 AND cost <> 'NaN' AND isfinite(at)
        AND at >= TIMESTAMP '2000-01-01' AND at <= now() AT TIME ZONE 'Asia/Shanghai' + INTERVAL '1 day'
        AND before IS DISTINCT FROM 'NaN' AND after IS DISTINCT FROM 'NaN'
        AND coalesce(abs(after - before - amount) <= 0.01, true), false)
$$;

CREATE FUNCTION bench_lock_users(users BIGINT[]) RETURNS VOID LANGUAGE sql VOLATILE AS $$
    SELECT pg_advisory_xact_lock(1, k) FROM (SELECT DISTINCT hashint8(u) AS k FROM unnest(users) u ORDER BY 1) AS sorted
$$;

-- Adds the difference between user-days as they were and as they are, and hours, to the regions; writes the dashboard.
CREATE FUNCTION bench_apply(old_days bench_user_day[], new_days bench_user_day[], hours bench_hour[])
RETURNS VOID LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    touched bench_region_date[];
BEGIN
    SELECT array_agg(DISTINCT ROW(region_id, stat_date)::bench_region_date) INTO touched
    FROM (SELECT region_id, stat_date FROM unnest(old_days) UNION SELECT region_id, stat_date FROM unnest(new_days)) AS t;
    IF touched IS NULL THEN
        RETURN;
    END IF;
    PERFORM pg_advisory_xact_lock(2, k)
    FROM (SELECT DISTINCT hashint8(region_id::BIGINT * 100000 + (stat_date - DATE '2000-01-01')) AS k
          FROM unnest(touched) ORDER BY 1) AS sorted;

    INSERT INTO bench_region_day AS t
    SELECT region_id, stat_date, sum(total * s), sum(cost * s), sum(s), sum(records * s)
    FROM (SELECT region_id, stat_date, total, cost, records, -1 AS s FROM unnest(old_days)
          UNION ALL
          SELECT region_id, stat_date, total, cost, records, 1 FROM unnest(new_days)) AS d
    GROUP BY region_id, stat_date
    ON CONFLICT (region_id, stat_date) DO UPDATE
    SET total = t.total + excluded.total, cost = t.cost + excluded.cost, users = t.users + excluded.users,
        records = t.records + excluded.records;
    DELETE FROM bench_region_day d USING unnest(touched) k
    WHERE d.region_id = k.region_id AND d.stat_date = k.stat_date AND d.users = 0;

    INSERT INTO bench_region_hour AS t
    SELECT region_id, stat_date, stat_hour, sum(total), sum(records) FROM unnest(hours)
    GROUP BY region_id, stat_date, stat_hour
    ON CONFLICT (region_id, stat_date, stat_hour) DO UPDATE
    SET total = t.total + excluded.total, records = t.records + excluded.records;
    DELETE FROM bench_region_hour h USING unnest(hours) k
    WHERE h.region_id = k.region_id AND h.stat_date = k.stat_date AND h.stat_hour = k.stat_hour AND h.records = 0;

    PERFORM bench_show(touched);
END
$$;

CREATE FUNCTION bench_show(touched bench_region_date[]) RETURNS VOID LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    DELETE FROM ads_power_dashboard a USING unnest(touched) k
    WHERE a.dashboard_id = 'DASHBOARD_' || k.region_id || '_' || to_char(k.stat_date, 'YYYY-MM-DD')
      AND NOT EXISTS (SELECT FROM bench_region_day d WHERE d.region_id = k.region_id AND d.stat_date = k.stat_date);
    INSERT INTO ads_power_dashboard
    SELECT 'DASHBOARD_' || d.region_id || '_' || to_char(d.stat_date, 'YYYY-MM-DD'), d.stat_date, d.region_id,
           n.region_name, d.total, d.cost, d.users, round(d.total / d.records, 2), h.stat_hour, h.total, t.user_id,
           t.user_name, t.total, now() AT TIME ZONE 'Asia/Shanghai'
    FROM unnest(touched) k
    JOIN bench_region_day d ON d.region_id = k.region_id AND d.stat_date = k.stat_date
    CROSS JOIN LATERAL (
        SELECT stat_hour, total FROM bench_region_hour
        WHERE region_id = k.region_id AND stat_date = k.stat_date ORDER BY total DESC, stat_hour LIMIT 1) AS h
    CROSS JOIN LATERAL (
        SELECT user_id, user_name, total FROM bench_user_day
        WHERE region_id = k.region_id AND stat_date = k.stat_date ORDER BY total DESC, user_id LIMIT 1) AS t
    CROSS JOIN LATERAL (
        SELECT region_name FROM bench_user_day
        WHERE region_id = k.region_id AND stat_date = k.stat_date ORDER BY region_name DESC LIMIT 1) AS n
    ON CONFLICT (dashboard_id, stat_date, region_id) DO UPDATE
    SET region_name = excluded.region_name, total_consumption = excluded.total_consumption,
        total_cost = excluded.total_cost, user_count = excluded.user_count, avg_consumption = excluded.avg_consumption,
        peak_hour = excluded.peak_hour, peak_consumption = excluded.peak_consumption,
        top_user_id = excluded.top_user_id, top_user_name = excluded.top_user_name,
        top_user_consumption = excluded.top_user_consumption, update_time = excluded.update_time;
END
$$;

SELECT bench_show(array_agg(ROW(region_id, stat_date)::bench_region_date)) FROM bench_region_day;

CREATE FUNCTION bench_readings(deltas bench_delta[]) RETURNS VOID LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    old_days bench_user_day[];
    new_days bench_user_day[];
    hours bench_hour[];
BEGIN
    IF deltas IS NULL THEN
        RETURN;
    END IF;
    PERFORM bench_lock_users(array_agg(user_id)) FROM unnest(deltas);
    SELECT array_agg(d) INTO old_days
    FROM bench_user_day d
    JOIN (SELECT DISTINCT user_id, at::DATE AS day FROM unnest(deltas)) AS k ON k.user_id = d.user_id AND k.day = d.stat_date;

    INSERT INTO bench_user_day AS t
    SELECT x.user_id, x.at::DATE, coalesce(u.user_name, '未知用户'), coalesce(u.region_id, 0),
           coalesce(u.region_name, '未知地区'), sum(x.amount * x.sign), sum(x.cost * x.sign), sum(x.sign)
    FROM unnest(deltas) x LEFT JOIN power_user u ON u.user_id = x.user_id
    GROUP BY x.user_id, x.at::DATE, u.user_name, u.region_id, u.region_name
    ON CONFLICT (user_id, stat_date) DO UPDATE
    SET total = t.total + excluded.total, cost = t.cost + excluded.cost, records = t.records + excluded.records;
    DELETE FROM bench_user_day d USING unnest(deltas) k
    WHERE d.user_id = k.user_id AND d.stat_date = k.at::DATE AND d.records = 0;

    SELECT array_agg(d) INTO new_days
    FROM bench_user_day d
    JOIN (SELECT DISTINCT user_id, at::DATE AS day FROM unnest(deltas)) AS k ON k.user_id = d.user_id AND k.day = d.stat_date;
    SELECT array_agg(ROW(coalesce(u.region_id, 0), x.at::DATE, extract(hour FROM x.at)::INT, x.amount * x.sign,
                         x.sign)::bench_hour) INTO hours
    FROM unnest(deltas) x LEFT JOIN power_user u ON u.user_id = x.user_id;
    PERFORM bench_apply(old_days, new_days, hours);
END
$$;

CREATE FUNCTION bench_reading_changed() RETURNS TRIGGER LANGUAGE plpgsql AS $$
DECLARE
    added bench_delta[];
    removed bench_delta[];
BEGIN
    IF TG_OP <> 'DELETE' THEN
        SELECT array_agg(ROW(user_id, consumption_date, consumption_amount, consumption_cost, 1)::bench_delta) INTO added
        FROM new_rows
        WHERE bench_clean(user_id, consumption_amount, consumption_cost, consumption_date, meter_reading_before,
                          meter_reading_after);
    END IF;
    IF TG_OP <> 'INSERT' THEN
        SELECT array_agg(ROW(user_id, consumption_date, consumption_amount, consumption_cost, -1)::bench_delta) INTO removed
        FROM old_rows
        WHERE bench_clean(user_id, consumption_amount, consumption_cost, consumption_date, meter_reading_before,
                          meter_reading_after);
    END IF;
    PERFORM bench_readings(added || removed);
    RETURN NULL;
END
$$;

CREATE FUNCTION bench_user_changed() RETURNS TRIGGER LANGUAGE plpgsql AS $$
DECLARE
    changed BIGINT[];
    old_days bench_user_day[];
    new_days bench_user_day[];
    hours bench_hour[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT array_agg(user_id) INTO changed FROM new_rows;
    ELSE
        SELECT array_agg(user_id) INTO changed FROM old_rows;
    END IF;
    PERFORM bench_lock_users(changed);
    SELECT array_agg(d) INTO old_days FROM bench_user_day d WHERE d.user_id = ANY (changed);
    UPDATE bench_user_day d
    SET user_name = coalesce(u.user_name, '未知用户'), region_id = coalesce(u.region_id, 0),
        region_name = coalesce(u.region_name, '未知地区')
    FROM unnest(changed) k LEFT JOIN power_user u ON u.user_id = k
    WHERE d.user_id = k;
    SELECT array_agg(d) INTO new_days FROM bench_user_day d WHERE d.user_id = ANY (changed);
    SELECT array_agg(ROW(d.region_id, d.stat_date, h.stat_hour, h.total * d.s, h.records * d.s)::bench_hour) INTO hours
    FROM (SELECT o.user_id, o.stat_date, o.region_id, -1 AS s
          FROM unnest(old_days) o JOIN unnest(new_days) n USING (user_id, stat_date) WHERE o.region_id <> n.region_id
          UNION ALL
          SELECT n.user_id, n.stat_date, n.region_id, 1
          FROM unnest(old_days) o JOIN unnest(new_days) n USING (user_id, stat_date) WHERE o.region_id <> n.region_id) AS d
    JOIN (SELECT user_id, consumption_date::DATE AS day, extract(hour FROM consumption_date)::INT AS stat_hour,
                 sum(consumption_amount) AS total, count(*) AS records
          FROM power_consumption
          WHERE user_id = ANY (changed)
            AND bench_clean(user_id, consumption_amount, consumption_cost, consumption_date, meter_reading_before,
                            meter_reading_after)
          GROUP BY 1, 2, 3) AS h ON h.user_id = d.user_id AND h.day = d.stat_date;
    PERFORM bench_apply(old_days, new_days, hours);
    RETURN NULL;
END
$$;

CREATE TRIGGER bench_reading_insert AFTER INSERT ON power_consumption
REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION bench_reading_changed();
CREATE TRIGGER bench_reading_update AFTER UPDATE ON power_consumption
REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION bench_reading_changed();
CREATE TRIGGER bench_reading_delete AFTER DELETE ON power_consumption
REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION bench_reading_changed();
CREATE TRIGGER bench_user_insert AFTER INSERT ON power_user
REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION bench_user_changed();
CREATE TRIGGER bench_user_update AFTER UPDATE ON power_user
REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION bench_user_changed();
CREATE TRIGGER bench_user_delete AFTER DELETE ON power_user
REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION bench_user_changed();

ANALYZE bench_user_day, bench_region_day, bench_region_hour, ads_power_dashboard;
