import type postgres from 'postgres';

/**
 * Plants a fault: every change of this job fails, as it would if a rule of the database were wrong about it.
 * Returns how to heal it.
 */
export async function breakJob(sql: postgres.Sql, jobId: string): Promise<() => Promise<void>> {
  const name = `broken_${jobId.replaceAll('-', '')}`;
  await sql.unsafe(`
    create function private.${name}() returns trigger language plpgsql as $$
    begin
      raise exception 'This job is broken';
    end;
    $$;
    create trigger ${name} before update on public.integration_jobs
    for each row when (old.id = '${jobId}') execute function private.${name}();
  `);
  return async () => {
    await sql.unsafe(`drop function private.${name}() cascade`);
  };
}
