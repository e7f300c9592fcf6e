import { describe, expect, test } from 'vitest';
import type { DatabaseFacts, Facts, Health, Target } from '../../supabase/deploy-check/facts.ts';
import { redact, report } from '../../supabase/deploy-check/report.ts';
import { deploymentSteps } from '../../supabase/deploy-check/steps.ts';

const URL_OF_PROJECT = 'https://ref.supabase.co';
const linked: Target = { url: URL_OF_PROJECT, remoteFlag: '--remote' };
const health: Health = {
  due: 0,
  oldest_due_seconds: null,
  expired_leases: 0,
  failed_parts: [],
  last_tick_age_seconds: 7,
  // An earlier failure that was mended is none any more.
  pokes: { refused: 1, failed: 1, last: { outcome: 'accepted', detail: 'status 202' } },
};
const database: DatabaseFacts = {
  missingMigrations: [],
  unknownMigrations: [],
  missingExtensions: [],
  hasVault: true,
  missingSecrets: [],
  projectUrl: `${URL_OF_PROJECT}/`,
  schedule: { schedule: '10 seconds', active: true },
  runs: [{ status: 'succeeded', message: '1 row' }],
  health,
};
const facts: Facts = {
  database,
  databaseError: null,
  functions: { 'run-integration': 'ready', 'sync-acessorias': 'ready' },
  keys: [
    { variable: 'SUPABASE_SECRET_KEY', isAccepted: { byRest: true, byFunctions: true } },
    { variable: 'SUPABASE_SERVICE_ROLE_KEY', isAccepted: null },
  ],
};
const withDatabase = (change: Partial<DatabaseFacts>): Facts => ({ ...facts, database: { ...database, ...change } });
const wrong = (found: Facts, target = linked) =>
  deploymentSteps(found, target).filter(({ problem }) => problem !== null);

test('a complete deployment has nothing left to do, and the report says so', () => {
  const steps = deploymentSteps(facts, linked);
  expect(steps).toHaveLength(8);
  expect(wrong(facts)).toEqual([]);
  expect(report(steps)).toMatch(/^(✓ .+\n){8}\nAll is well\.$/);
});

const FAULTS: [name: string, found: Facts, problem: string, commands: string[]][] = [
  [
    'a migration is missing',
    withDatabase({ missingMigrations: ['20261123001900'] }),
    'Missing: 20261123001900',
    ['npx supabase db push --remote'],
  ],
  [
    'the database is ahead',
    withDatabase({ unknownMigrations: ['20270101000000'] }),
    'The database is ahead of this folder: 20270101000000',
    ['git pull'],
  ],
  [
    'an extension and Vault are missing',
    withDatabase({ missingExtensions: ['pg_net'], hasVault: false }),
    'Missing: pg_net, supabase_vault',
    [
      'npx supabase db query --remote "create extension if not exists pg_net"',
      'npx supabase db query --remote "create extension if not exists supabase_vault"',
    ],
  ],
  [
    'the address is not in Vault',
    withDatabase({ missingSecrets: ['integrations_project_url'], projectUrl: null }),
    'Missing: integrations_project_url',
    [
      `npx supabase db query --remote "select vault.create_secret('https://ref.supabase.co', 'integrations_project_url')"`,
    ],
  ],
  [
    'the key is not in Vault',
    withDatabase({ missingSecrets: ['integrations_worker_key'] }),
    'Missing: integrations_worker_key',
    ['npx supabase db query --remote "select private.rotate_worker_key()"'],
  ],
  [
    'the address in Vault is of another project',
    withDatabase({ projectUrl: 'https://other.supabase.co' }),
    'integrations_project_url is another address',
    [
      `npx supabase db query --remote "select vault.update_secret(id, 'https://ref.supabase.co') from vault.secrets where name = 'integrations_project_url'"`,
    ],
  ],
  [
    'functions are missing or refuse in the words of the platform',
    { ...facts, functions: { a: 'missing', b: 'ready', c: 'platform_refuses', d: 'broken', e: 'unreachable' } },
    'a not deployed; c deployed without the settings of config.toml (verify_jwt is on); d does not start, see its logs; e cannot be reached',
    ['npx supabase functions deploy a c d e'],
  ],
  [
    'a key is refused',
    {
      ...facts,
      keys: [
        { variable: 'SUPABASE_SECRET_KEY', isAccepted: { byRest: true, byFunctions: false } },
        { variable: 'SUPABASE_SERVICE_ROLE_KEY', isAccepted: { byRest: false, byFunctions: false } },
      ],
    },
    'SUPABASE_SECRET_KEY is refused by functions; SUPABASE_SERVICE_ROLE_KEY is refused by REST and functions',
    ['npx supabase projects api-keys'],
  ],
  [
    'nothing is scheduled',
    withDatabase({ schedule: null, runs: [] }),
    'There is no schedule "integration-queue"',
    ['npx supabase db query --remote "select private.schedule_queue()"'],
  ],
  [
    'the schedule is off',
    withDatabase({ schedule: { schedule: '10 seconds', active: false } }),
    'The schedule "integration-queue" is switched off',
    ['npx supabase db query --remote "select private.schedule_queue()"'],
  ],
  [
    'the newest run failed',
    withDatabase({ runs: [{ status: 'failed', message: 'ERROR: x' }] }),
    'The newest run failed: ERROR: x',
    ['npx supabase db query --remote "select private.poke_workers()"'],
  ],
  [
    'the tick is old',
    withDatabase({
      health: { ...health, last_tick_age_seconds: 61 },
    }),
    'The last tick was 61 s ago',
    ['npx supabase db query --remote "select private.health()"'],
  ],
  [
    'a part of the tick failed',
    withDatabase({
      health: { ...health, failed_parts: ['private.prune()'] },
    }),
    'A part of the last tick failed: private.prune(); the Postgres log says why',
    ['npx supabase db query --remote "select private.health()"'],
  ],
  [
    'there was no tick',
    withDatabase({ health: null }),
    'There was no tick yet',
    ['npx supabase db query --remote "select private.health()"'],
  ],
];

describe('what is missing is named with its command', () => {
  test.for(FAULTS)('%s', ([, found, problem, commands]) => {
    expect(wrong(found)).toEqual([{ title: expect.any(String), problem, commands }]);
  });

  test.for([
    ['refused', 'status 401', 'did not take integrations_worker_key', 'rotate_worker_key'],
    ['failed', 'status 500', 'has an error, see its logs', 'functions deploy process-integration-job'],
    ['timed_out', 'Timeout of 5000 ms reached', 'got no answer in time', 'net.worker_restart'],
    ['unanswered', null, 'got no answer in time (nothing came)', 'net.worker_restart'],
  ] as const)('a newest poke that was %s', ([outcome, detail, problem, command]) => {
    const [step] = wrong(
      withDatabase({ health: { ...health, pokes: { refused: 0, failed: 0, last: { outcome, detail } } } }),
    );
    expect(step?.problem).toContain(problem);
    expect(step?.commands.join('\n')).toContain(command);
  });

  test('a job that waits in vain', () => {
    const waiting = { ...health, due: 1, oldest_due_seconds: 301 };
    expect(wrong(withDatabase({ health: waiting }))[0]?.problem).toBe(
      'A job has been due for 301 s and no worker came',
    );
  });

  test('a database that cannot be asked is the first step, and nothing is said about its contents', () => {
    const steps = wrong({ ...facts, database: null, databaseError: 'Cannot find project ref' });
    expect(steps.map(({ problem }) => problem)).toEqual(['Cannot find project ref']);
    expect(steps[0]?.commands).toContain('npx supabase link --project-ref <ref>');
  });

  test('what was not looked at does not count as well', () => {
    const unknown = { ...facts, functions: {}, keys: facts.keys.map((key) => ({ ...key, isAccepted: null })) };
    expect(wrong(unknown, { url: null, remoteFlag: '--remote' }).map(({ problem }) => problem)).toEqual([
      'Not looked at: no address of the project is known',
      'Not looked at: neither SUPABASE_SECRET_KEY nor SUPABASE_SERVICE_ROLE_KEY is set',
    ]);
  });
});

describe('the report', () => {
  test('shows the commands of the first step only', () => {
    const text = report(deploymentSteps(withDatabase({ missingMigrations: ['1'], schedule: null }), linked));
    expect(text).toContain('Next: All migrations are applied\n  npx supabase db push --remote\n');
    expect(text).toContain('✗ The tick is scheduled');
    expect(text).not.toContain('schedule_queue()');
  });

  test.for([
    [
      'a password in an address',
      'dial postgres://me:p4ss@db.example:5432/x',
      'dial postgres://me:***@db.example:5432/x',
    ],
    ['a secret key', 'key sb_secret_abc-DEF was refused', 'key *** was refused'],
    ['a token', 'token eyJhbGciOi.eyJzdWIi.x-y_z', 'token ***'],
    ['a given secret', 'said hush at length', 'said *** at length'],
  ] as const)('never shows %s', ([, text, clean]) => {
    expect(redact(text, ['', 'hush'])).toBe(clean);
  });
});
