-- dws_region_daily_stats: consumption of a region on a day.
-- avg, max and min are per record, avg_per_user is per distinct user.
SELECT region_id, region_name, stat_date, total_consumption, total_cost, user_count,
       avg_consumption, max_consumption, min_consumption, record_count, avg_per_user
FROM oracle_region_day
ORDER BY region_id, stat_date
