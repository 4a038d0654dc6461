-- The two roles of the job. PostgreSQL's image runs this once, on an empty volume, as the owner of the database.
\getenv source_password GRIDHOUSE_SOURCE_PASSWORD
\getenv sink_password GRIDHOUSE_SINK_PASSWORD

-- Reads the source tables and their changes. The owner creates the tables later, so the grant waits for them.
CREATE ROLE gridhouse_source LOGIN REPLICATION PASSWORD :'source_password';
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO gridhouse_source;

-- How far the slot was read: the only table that the role writes, which 'gridhouse init' creates in this schema.
CREATE SCHEMA gridhouse;
GRANT USAGE ON SCHEMA gridhouse TO gridhouse_source;
ALTER DEFAULT PRIVILEGES IN SCHEMA gridhouse GRANT SELECT, INSERT, UPDATE ON TABLES TO gridhouse_source;

-- Owns the schema that is served, and with it the sink table; can't touch anything else.
CREATE ROLE gridhouse_sink LOGIN PASSWORD :'sink_password';
CREATE SCHEMA served AUTHORIZATION gridhouse_sink;
