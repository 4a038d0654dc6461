-- dwd_power_consumption_detail: every reading that breaks no rule, with the columns of its user
-- as they are now, or the defaults.
SELECT consumption_id, user_id, user_name, consumption_amount, consumption_cost, consumption_date,
       region_id, region_name, usage_type
FROM oracle_detail
ORDER BY consumption_id
