-- How long one change that a person types takes to the sink, measured in psql: a reading is inserted, updated and deleted, each
-- committed by itself with a pause behind it, and the dashboard is polled every half millisecond until it shows the change.
--   ./gridhouse demo --rate 0 --duration 120s
--   psql postgresql://postgres:postgres@127.0.0.1:54329/stategrid_db -q -f docs/benchmarks/typed-change.sql
CREATE TEMP TABLE lat(op text, ms float8);
CREATE PROCEDURE pg_temp.probe(n int) LANGUAGE plpgsql AS $$
DECLARE i int; id bigint; t0 timestamptz; d date; c bigint;
BEGIN
 FOR i IN 1..n LOOP
  d := date '2020-01-01' + i;
  INSERT INTO power_consumption(user_id, consumption_amount, consumption_cost, consumption_date) VALUES (1, 10, 5, d + time '12:00') RETURNING consumption_id INTO id;
  COMMIT; t0 := clock_timestamp();
  LOOP SELECT count(*) INTO c FROM ads_power_dashboard WHERE stat_date = d; COMMIT; EXIT WHEN c = 1; PERFORM pg_sleep(0.0005); END LOOP;
  INSERT INTO lat VALUES ('insert', extract(epoch from clock_timestamp() - t0)*1000); COMMIT; PERFORM pg_sleep(0.05 + random()*0.2);
  UPDATE power_consumption SET consumption_amount = 11 WHERE consumption_id = id;
  COMMIT; t0 := clock_timestamp();
  LOOP SELECT count(*) INTO c FROM ads_power_dashboard WHERE stat_date = d AND total_consumption = 11; COMMIT; EXIT WHEN c = 1; PERFORM pg_sleep(0.0005); END LOOP;
  INSERT INTO lat VALUES ('update', extract(epoch from clock_timestamp() - t0)*1000); COMMIT; PERFORM pg_sleep(0.05 + random()*0.2);
  DELETE FROM power_consumption WHERE consumption_id = id;
  COMMIT; t0 := clock_timestamp();
  LOOP SELECT count(*) INTO c FROM ads_power_dashboard WHERE stat_date = d; COMMIT; EXIT WHEN c = 0; PERFORM pg_sleep(0.0005); END LOOP;
  INSERT INTO lat VALUES ('delete', extract(epoch from clock_timestamp() - t0)*1000); COMMIT; PERFORM pg_sleep(0.05 + random()*0.2);
 END LOOP;
END $$;
CALL pg_temp.probe(150);
SELECT op, count(*), round(percentile_cont(0.5) within group (order by ms)::numeric,1) p50, round(percentile_cont(0.99) within group (order by ms)::numeric,1) p99, round(max(ms)::numeric,1) max FROM (SELECT * FROM lat UNION ALL SELECT 'all', ms FROM lat) x GROUP BY op ORDER BY 1;
