-- The roles that the power warehouse runs as: one reads the source, one writes the sink. Neither owns anything.
--
-- Run once, after 'gridhouse init', by the role that ran it and may create roles, on the database that holds both:
--
--   psql -d stategrid_db -v ON_ERROR_STOP=1 \
--        -v source_role=gridhouse_source -v source_password=... \
--        -v sink_role=gridhouse_sink -v sink_password=... -f roles.sql
--
-- With source and sink in two databases, run the first half on one and the second half on the other. 'init' and 'clean'
-- create and drop tables, publication and slot: they need the owner. 'run' and 'verify' need no more than this, and what
-- everybody has: 'verify' creates temporary views at the source.

-- The source. REPLICATION lets it read the slot; the publication already exists, so it needs no rights on it. SELECT is
-- for the snapshot. The WAL holds changes of every table, but the publication lets only these two through.
CREATE ROLE :"source_role" LOGIN REPLICATION PASSWORD :'source_password';
GRANT USAGE ON SCHEMA public TO :"source_role";
GRANT SELECT ON public.power_user, public.power_consumption TO :"source_role";

-- The only table that the role writes: how far the slot was read, one small commit per 2 MiB of WAL. 'clean' drops it and 'init'
-- makes it anew, so its privileges are also those of what comes later in its schema.
GRANT USAGE ON SCHEMA gridhouse TO :"source_role";
GRANT SELECT, INSERT, UPDATE ON gridhouse.read_mark TO :"source_role";
ALTER DEFAULT PRIVILEGES IN SCHEMA gridhouse GRANT SELECT, INSERT, UPDATE ON TABLES TO :"source_role";

-- The sink, in the schema that is sink.schema of the settings: public unless they say otherwise. SELECT is for ON CONFLICT, for
-- deletes by key, and for the check before the start. 'clean' drops the tables, and what is granted on them: after the next
-- 'init' the last statement is needed again.
CREATE ROLE :"sink_role" LOGIN PASSWORD :'sink_password';
GRANT USAGE ON SCHEMA public TO :"sink_role";
GRANT SELECT, INSERT, UPDATE, DELETE ON public.ads_power_dashboard, public.ads_power_dashboard_tombstone TO :"sink_role";
