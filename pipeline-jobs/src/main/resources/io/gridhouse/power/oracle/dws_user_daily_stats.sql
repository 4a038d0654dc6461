-- dws_user_daily_stats: consumption of a user on a day, for every user, whatever the ranking keeps.
SELECT user_id, stat_date, user_name, region_id, region_name, total_consumption, total_cost, record_count
FROM oracle_user_day
ORDER BY user_id, stat_date
