-- dwd_quarantine: every source row that breaks a rule, with the first rule it breaks and the row as JSON.
-- The key is text and sorts in byte order: '10' stands before '9'.
SELECT source_table, source_key, reason, payload
FROM oracle_violation
ORDER BY source_table COLLATE "C", source_key COLLATE "C"
