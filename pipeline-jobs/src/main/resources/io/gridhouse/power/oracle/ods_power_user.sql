-- ods_power_user: every user that the ODS types can hold, as in the source.
SELECT user_id, user_name, usage_type, region_id, region_name, address, phone, create_time, update_time
FROM oracle_held_user
ORDER BY user_id
