-- dws_user_ranking: the first gridhouse.ranking_limit users of a region and day (0: all) by consumption,
-- ties to the lower user_id.
SELECT user_id, user_name, region_id, region_name, stat_date, total_consumption, total_cost, ranking
FROM oracle_user_rank
WHERE (SELECT ranking_limit FROM oracle_setting) = 0
   OR ranking <= (SELECT ranking_limit FROM oracle_setting)
ORDER BY user_id, stat_date
