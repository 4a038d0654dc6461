-- dws_region_hourly_stats: the load curve, consumption of a region in an hour of a day.
SELECT region_id, stat_date, stat_hour, total_consumption, total_cost, record_count
FROM oracle_region_hour
ORDER BY region_id, stat_date, stat_hour
