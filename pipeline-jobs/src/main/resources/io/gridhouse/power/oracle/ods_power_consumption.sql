-- ods_power_consumption: every reading that the ODS types can hold as in the source,
-- whether or not it breaks a business rule.
SELECT consumption_id, user_id, consumption_amount, consumption_cost, consumption_date,
       meter_reading_before, meter_reading_after, remark
FROM oracle_held_reading
ORDER BY consumption_id
