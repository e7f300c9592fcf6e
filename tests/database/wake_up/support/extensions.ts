/**
 * pg_cron and pg_net as the platform shows them: an entry among the extensions, and what we call and read of them. Written by the
 * superuser, since their binaries are not part of plain Postgres.
 */
export const EXTENSIONS = `
  set allow_system_table_mods = on;
  insert into pg_catalog.pg_extension (oid, extname, extowner, extnamespace, extrelocatable, extversion)
  values (990001, 'pg_cron', 10, 'pg_catalog'::regnamespace, false, '1.6'), (990002, 'pg_net', 10, 'pg_catalog'::regnamespace, false, '0.14');
  create schema cron;
  create table cron.job (jobid bigint generated always as identity, jobname text primary key, schedule text, command text);
  create table cron.job_run_details (jobid bigint, runid bigint generated always as identity primary key, command text, end_time timestamptz);
  create function cron.schedule(job_name text, schedule text, command text) returns bigint language sql as $$
    insert into cron.job (jobname, schedule, command) values ($1, $2, $3)
    on conflict (jobname) do update set schedule = excluded.schedule, command = excluded.command returning 1 $$;
  create schema net;
  create table net.http_request_queue (
    id bigint generated always as identity, url text, headers jsonb, body jsonb, timeout_milliseconds int
  );
  create table net._http_response (id bigint, status_code int, timed_out boolean, error_msg text, created timestamptz default now());
  create function net.http_post(url text, body jsonb default '{}', params jsonb default '{}', headers jsonb default '{}', timeout_milliseconds int default 2000)
  returns bigint language sql as $$ 
    insert into net.http_request_queue (url, headers, body, timeout_milliseconds) values ($1, $4, $2, $5) returning id $$;
  grant usage on schema cron, net to postgres;
  grant all on all tables in schema cron, net to postgres;`;
