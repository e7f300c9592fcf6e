import type postgres from 'postgres';

/**
 * What the queue's own tables forget: every claim that ever was and every page that moved a cursor, noted by triggers in the transaction
 * that made it, and every kill, with the leases that were held at that moment. Recovery times are then questions to the database, on one clock.
 */
export async function installWitness(sql: postgres.Sql): Promise<void> {
  await sql.unsafe(`
    create schema chaos;
    create table chaos.claims (
      id bigint generated always as identity primary key,
      job_id uuid not null, token uuid not null, worker text, claimed_at timestamptz not null default clock_timestamp()
    );
    create index on chaos.claims (job_id, claimed_at);
    create table chaos.pages (job_id uuid not null, at timestamptz not null default clock_timestamp());
    create index on chaos.pages (job_id, at);
    create table chaos.kills (
      id bigint generated always as identity primary key,
      victim text not null, job_id uuid not null, token uuid not null, at timestamptz not null
    );
    create function chaos.note_claim() returns trigger language plpgsql security definer set search_path = '' as $$
    begin
      insert into chaos.claims (job_id, token, worker) values (new.job_id, new.token, new.worker);
      return null;
    end;
    $$;
    create function chaos.note_page() returns trigger language plpgsql security definer set search_path = '' as $$
    begin
      insert into chaos.pages (job_id) values (new.job_id);
      return null;
    end;
    $$;
    create trigger witness_pages after update on private.job_leases
      for each row when (new.cursor_at is distinct from old.cursor_at) execute function chaos.note_page();
    create trigger witness_first after insert on private.job_leases
      for each row when (new.token is not null) execute function chaos.note_claim();
    create trigger witness_next after update on private.job_leases
      for each row when (new.token is not null and new.token is distinct from old.token) execute function chaos.note_claim();
  `);
}

/** Notes that somebody is about to be killed; returns how many jobs are held at that moment. */
export async function noteKill(sql: postgres.Sql, victim: string): Promise<number> {
  const held = await sql`
    insert into chaos.kills (victim, job_id, token, at)
    select ${victim}, job_id, token, clock_timestamp() from private.job_leases where token is not null
    returning job_id`;
  return held.length;
}

/**
 * Milliseconds from each kill to the moment when the job that it interrupted was claimed again, or ended for good because its
 * attempts were used up. `codes` are the error codes of attempts that such a kill ends.
 */
export async function recoveries(sql: postgres.Sql, victim: string, codes: string[]): Promise<number[]> {
  const rows = await sql<{ ms: number }[]>`
    with first_kills as (
      select distinct on (token) * from chaos.kills where victim = ${victim} order by token, at
    )
    select extract(epoch from coalesce(again.claimed_at, broken.created_at) - kill.at)::float8 * 1000 as ms
    from first_kills as kill
    cross join lateral (
      select * from public.integration_logs where execution_id = kill.job_id and created_at > kill.at order by created_at limit 1
    ) as broken
    left join lateral (
      select * from chaos.claims where job_id = kill.job_id and claimed_at > broken.created_at order by claimed_at limit 1
    ) as again on true
    where broken.error_code = any (${codes})`;
  return rows.map((row) => row.ms);
}

/** Workers and claims of one job, in order. */
export async function claimsOf(sql: postgres.Sql, jobId: string): Promise<{ token: string; worker: string }[]> {
  return await sql<{ token: string; worker: string }[]>`
    select token, worker from chaos.claims where job_id = ${jobId} order by id`;
}
