import { expect, test } from 'vitest';
import { testDatabase } from '../../support/database/database.ts';
import { createMember, createTenant, enqueue, type Tenant } from '../../support/database/fixtures.ts';

const database = testDatabase();
const EVERY = ['acessorias', 'bomcontrole', 'onecode'];

interface Answer {
  provider_slug: string;
  outcome: string;
  job_id: string | null;
}

const run = (user: string, tenant: Tenant, slugs: string[]): Promise<Answer[]> =>
  database.as({ user }, async (as) => [
    ...(await as<Answer[]>`select * from public.enqueue_integration_jobs(${tenant.id}, ${slugs})`),
  ]);
const outcomes = (answers: Answer[]) => Object.fromEntries(answers.map((each) => [each.provider_slug, each.outcome]));
const jobsOf = async (tenant: Tenant) => [
  ...(await database.sql<{ id: string; created_by: string }[]>`
    select id, created_by from public.integration_jobs where tenant_id = ${tenant.id} and status = 'pending'`),
];

test('each is started once, in the name of the caller, however often it is named', async () => {
  const tenant = await createTenant(database.sql, EVERY);
  const admin = await createMember(database.sql, tenant, 'admin');
  const answers = await run(admin, tenant, [...EVERY, ...EVERY]);
  expect(outcomes(answers)).toEqual({ acessorias: 'started', bomcontrole: 'started', onecode: 'started' });
  const jobs = await jobsOf(tenant);
  expect(jobs.map(({ id }) => id).sort()).toEqual(answers.map(({ job_id }) => job_id).sort());
  expect(new Set(jobs.map(({ created_by }) => created_by))).toEqual(new Set([admin]));
});

test('one that is active, switched off, removed or unknown keeps none of the others from starting', async () => {
  const tenant = await createTenant(database.sql, EVERY);
  const admin = await createMember(database.sql, tenant, 'admin');
  const active = await enqueue(database.sql, tenant, 'acessorias');
  await database.sql`
    update public.tenant_integrations set is_enabled = false where tenant_id = ${tenant.id} and provider_slug = 'onecode'`;
  const answers = await run(admin, tenant, [...EVERY, 'nenhum']);
  expect(outcomes(answers)).toEqual({
    acessorias: 'job_already_active',
    bomcontrole: 'started',
    nenhum: 'not_found',
    onecode: 'integration_disabled',
  });
  expect(answers.find(({ provider_slug }) => provider_slug === 'acessorias')?.job_id).toBe(active);
  expect(await jobsOf(tenant)).toHaveLength(2);
});

test('beyond the limit of runs a minute the rest is refused, and what was started stays', async () => {
  const tenant = await createTenant(database.sql, EVERY);
  const admin = await createMember(database.sql, tenant, 'admin');
  const [before] = await database.sql`select runs_per_user_and_minute as limit from private.queue_settings`;
  await database.sql`update private.queue_settings set runs_per_user_and_minute = 2 where only_row`;
  try {
    const answers = await run(admin, tenant, EVERY);
    expect(answers.map(({ outcome }) => outcome)).toEqual(['started', 'started', 'too_many_requests']);
    expect(await jobsOf(tenant)).toHaveLength(2);
  } finally {
    await database.sql`update private.queue_settings set runs_per_user_and_minute = ${before?.limit} where only_row`;
  }
});

test('auditors, members and admins of other groups start nothing', async () => {
  const tenant = await createTenant(database.sql, EVERY);
  const other = await createTenant(database.sql, EVERY);
  for (const user of [
    await createMember(database.sql, tenant, 'auditor'),
    await createMember(database.sql, tenant, 'member'),
    await createMember(database.sql, other, 'admin'),
  ]) {
    expect(new Set((await run(user, tenant, EVERY)).map(({ outcome }) => outcome))).toEqual(new Set(['forbidden']));
  }
  expect(await jobsOf(tenant)).toEqual([]);
});

test('two admins who run all at once start each integration once, and wait for nobody in vain', async () => {
  const tenant = await createTenant(database.sql, EVERY);
  const admins = await Promise.all([1, 2, 3, 4].map(() => createMember(database.sql, tenant, 'admin')));
  const answers = await Promise.all(
    admins.map((admin, place) => run(admin, tenant, place % 2 === 0 ? EVERY : EVERY.toReversed())),
  );
  expect(answers.flat().filter(({ outcome }) => outcome === 'started')).toHaveLength(3);
  expect(answers.flat().filter(({ outcome }) => outcome === 'job_already_active')).toHaveLength(9);
  expect(await jobsOf(tenant)).toHaveLength(3);
});
