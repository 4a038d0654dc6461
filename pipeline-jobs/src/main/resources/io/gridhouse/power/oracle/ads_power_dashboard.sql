-- ads_power_dashboard: a region's day with its peak hour (ties to the earliest) and its top user (ranking 1).
-- dashboard_id sorts in byte order: region 13 stands before region 1.
SELECT ('DASHBOARD_' || d.region_id || '_' || to_char(d.stat_date, 'YYYY-MM-DD')) COLLATE "C" AS dashboard_id,
       d.stat_date,
       d.region_id,
       d.region_name,
       d.total_consumption,
       d.total_cost,
       d.user_count,
       d.avg_consumption,
       peak.stat_hour AS peak_hour,
       peak.total_consumption AS peak_consumption,
       d.top_user_id,
       d.top_user_name,
       d.top_user_consumption
FROM oracle_region_day d
JOIN (SELECT DISTINCT ON (region_id, stat_date) region_id, stat_date, stat_hour, total_consumption
      FROM oracle_region_hour
      ORDER BY region_id, stat_date, total_consumption DESC, stat_hour) AS peak
    ON peak.region_id = d.region_id AND peak.stat_date = d.stat_date
ORDER BY dashboard_id, stat_date, region_id
