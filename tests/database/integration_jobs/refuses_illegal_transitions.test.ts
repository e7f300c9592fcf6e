import { expect, test } from 'vitest';
import { JOB_STATUSES, type JobStatus } from '../../../src/lib/jobs/job-status.ts';
import { testDatabase } from '../../support/database/database.ts';
import { createTenant, readJob, required, sqlstate } from '../../support/database/fixtures.ts';

const database = testDatabase();

/** Everything that may follow a status. What is not here must be refused, whoever asks: this test asks as the owner. */
const LEGAL: Record<JobStatus, JobStatus[]> = {
  pending: ['running', 'canceled'],
  running: ['success', 'error', 'canceled', 'pending'],
  success: [],
  error: [],
  canceled: [],
};

/** The other columns that a row of a status needs. */
const COLUMNS: Record<JobStatus, string> = {
  pending: 'finished_at = null, error_code = null, error_message = null, result = null',
  running: 'started_at = now(), finished_at = null, error_code = null, error_message = null, result = null',
  success:
    "finished_at = now(), started_at = now(), progress = 100, result = '{}', error_code = null, error_message = null",
  error: "finished_at = now(), error_code = 'provider_error', error_message = 'x', result = null",
  canceled: 'finished_at = now(), error_code = null, error_message = null, result = null',
};

async function insertAs(status: JobStatus): Promise<string> {
  const { sql } = database;
  const tenant = await createTenant(sql);
  const [job] = await sql<{ id: string }[]>`
    insert into public.integration_jobs ${sql({
      tenant_id: tenant.id,
      provider_slug: 'acessorias',
      status,
      attempts: status === 'pending' ? 0 : 1,
      progress: status === 'success' ? 100 : 0,
      started_at: status === 'pending' ? null : new Date(),
      finished_at: status === 'pending' || status === 'running' ? null : new Date(),
      error_code: status === 'error' ? 'provider_error' : null,
      error_message: status === 'error' ? 'x' : null,
    })} returning id`;
  return required(job).id;
}

const EDGES = JOB_STATUSES.flatMap((from) =>
  JOB_STATUSES.filter((to) => to !== from).map((to) => ({ from, to, legal: LEGAL[from].includes(to) })),
);

test.for(EDGES)('$from -> $to is legal: $legal', async ({ from, to, legal }) => {
  const { sql } = database;
  const id = await insertAs(from);
  const attempts =
    from === 'pending' && to === 'running'
      ? 'attempts + 1'
      : from === 'running' && to === 'pending'
        ? 'attempts - 1'
        : 'attempts';
  const update = sql.unsafe(
    `update public.integration_jobs set status = '${to}', attempts = ${attempts}, ${COLUMNS[to]} where id = '${id}'`,
  );
  if (legal) {
    await update;
    expect((await readJob(sql, id)).status).toBe(to);
  } else {
    expect(await sqlstate(update)).toBe('IQ001');
    expect((await readJob(sql, id)).status).toBe(from);
  }
});

const FIXED = [
  'tenant_id = gen_random_uuid()',
  "provider_slug = 'onecode'",
  'created_by = gen_random_uuid()',
  'payload = \'{"a":1}\'',
  'max_attempts = 9',
  "created_at = 'epoch'",
  'attempts = 2',
];

test.for(FIXED)('%s is refused on a running job', async (assignment) => {
  const id = await insertAs('running');
  expect(
    await sqlstate(database.sql.unsafe(`update public.integration_jobs set ${assignment} where id = '${id}'`)),
  ).toBe('IQ001');
});

test('progress never goes back while an attempt runs', async () => {
  const { sql } = database;
  const id = await insertAs('running');
  await sql`update public.integration_jobs set progress = 40 where id = ${id}`;
  expect(await sqlstate(sql`update public.integration_jobs set progress = 39 where id = ${id}`)).toBe('IQ001');
});

test('updated_at grows strictly, even within one transaction', async () => {
  const { sql } = database;
  const id = await insertAs('running');
  const seen = await sql.begin(async (transaction) => {
    const times: string[] = [];
    for (const progress of [1, 2, 3]) {
      const [row] = await transaction<{ at: string }[]>`
        update public.integration_jobs set progress = ${progress} where id = ${id} returning updated_at::text as at`;
      times.push(required(row).at);
    }
    return times;
  });
  expect(new Set(seen).size).toBe(3);
  expect(seen.toSorted()).toEqual(seen);
});
