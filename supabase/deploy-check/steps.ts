import type { DatabaseFacts, Facts, FunctionState, Health, Target } from './facts.ts';

/** One part of a deployment: what it should be, and how to get there where it is not. */
export interface Step {
  title: string;
  /** What is wrong; null when all is well. */
  problem: string | null;
  /** To be run in this order; empty when nothing is wrong. */
  commands: string[];
}

/** The tick comes every ten seconds; a minute without one is no delay any more. */
const OLD_TICK_SECONDS = 60;
/** A job that is due and waits so long finds no worker. */
const LONG_WAIT_SECONDS = 300;

const well = (title: string): Step => ({ title, problem: null, commands: [] });

/** All parts of a deployment in the order in which they are put right. */
export function deploymentSteps(facts: Facts, target: Target): Step[] {
  const { database } = facts;
  return [
    databaseStep(facts, target),
    ...(database
      ? [migrationStep(database, target), extensionStep(database, target), secretStep(database, target)]
      : []),
    functionStep(facts, target),
    keyStep(facts),
    ...(database ? [scheduleStep(database, target), tickStep(database, target)] : []),
  ];
}

const query = (target: Target, sql: string) => `npx supabase db query ${target.remoteFlag} "${sql}"`;

function databaseStep({ database, databaseError }: Facts, target: Target): Step {
  const title = 'The database can be asked';
  if (database) return well(title);
  const isLinked = target.remoteFlag === '--remote';
  return {
    title,
    problem: databaseError,
    commands: isLinked
      ? ['npx supabase login', 'npx supabase link --project-ref <ref>']
      : [`npx supabase db query ${target.remoteFlag} --read-only "select 1"`],
  };
}

function migrationStep({ missingMigrations, unknownMigrations }: DatabaseFacts, target: Target): Step {
  const title = 'All migrations are applied';
  if (missingMigrations.length > 0) {
    const problem = `Missing: ${missingMigrations.join(', ')}`;
    return { title, problem, commands: [`npx supabase db push ${target.remoteFlag}`] };
  }
  if (unknownMigrations.length > 0) {
    const problem = `The database is ahead of this folder: ${unknownMigrations.join(', ')}`;
    return { title, problem, commands: ['git pull'] };
  }
  return well(title);
}

function extensionStep({ missingExtensions, hasVault }: DatabaseFacts, target: Target): Step {
  const title = 'pg_cron, pg_net and Vault are enabled';
  const missing = [...missingExtensions, ...(hasVault ? [] : ['supabase_vault'])];
  if (missing.length === 0) return well(title);
  return {
    title,
    problem: `Missing: ${missing.join(', ')}`,
    commands: missing.map((name) => query(target, `create extension if not exists ${name}`)),
  };
}

function secretStep({ missingSecrets, projectUrl }: DatabaseFacts, target: Target): Step {
  const title = 'Vault holds the address and the key for waking workers';
  const url = target.url ?? 'https://<ref>.supabase.co';
  if (missingSecrets.length > 0) {
    const remedies: Record<string, string> = {
      integrations_project_url: `select vault.create_secret('${url}', 'integrations_project_url')`,
      integrations_worker_key: 'select private.rotate_worker_key()',
    };
    return {
      title,
      problem: `Missing: ${missingSecrets.join(', ')}`,
      commands: missingSecrets.map((name) => query(target, remedies[name] ?? '')),
    };
  }
  if (target.url !== null && projectUrl?.replace(/\/+$/, '') !== target.url) {
    const change = `select vault.update_secret(id, '${url}') from vault.secrets where name = 'integrations_project_url'`;
    return { title, problem: 'integrations_project_url is another address', commands: [query(target, change)] };
  }
  return well(title);
}

const FUNCTION_PROBLEMS: Record<Exclude<FunctionState, 'ready'>, string> = {
  missing: 'not deployed',
  platform_refuses: 'deployed without the settings of config.toml (verify_jwt is on)',
  broken: 'does not start, see its logs',
  unreachable: 'cannot be reached',
};

function functionStep({ functions }: Facts, target: Target): Step {
  const title = 'All functions are deployed';
  if (target.url === null) {
    const problem = 'Not looked at: no address of the project is known';
    return { title, problem, commands: ['npm run deploy:check -- --url https://<ref>.supabase.co'] };
  }
  const faulty = Object.entries(functions).flatMap(([name, state]) =>
    state === 'ready' ? [] : [{ name, problem: `${name} ${FUNCTION_PROBLEMS[state]}` }],
  );
  if (faulty.length === 0) return well(title);
  return {
    title,
    problem: faulty.map(({ problem }) => problem).join('; '),
    commands: [`npx supabase functions deploy ${faulty.map(({ name }) => name).join(' ')}`],
  };
}

function keyStep({ keys }: Facts): Step {
  const title = 'A secret key opens REST and functions';
  const given = keys.flatMap(({ variable, isAccepted }) => (isAccepted ? [{ variable, isAccepted }] : []));
  if (given.length === 0) {
    const problem = `Not looked at: neither ${keys.map(({ variable }) => variable).join(' nor ')} is set`;
    return {
      title,
      problem,
      commands: ['npx supabase projects api-keys', 'read -rs SUPABASE_SECRET_KEY && export SUPABASE_SECRET_KEY'],
    };
  }
  const refused = given.flatMap(({ variable, isAccepted: { byRest, byFunctions } }) => {
    const doors = [...(byRest ? [] : ['REST']), ...(byFunctions ? [] : ['functions'])];
    return doors.length > 0 ? [`${variable} is refused by ${doors.join(' and ')}`] : [];
  });
  if (refused.length === 0) return well(title);
  return { title, problem: refused.join('; '), commands: ['npx supabase projects api-keys'] };
}

function scheduleStep({ schedule, runs }: DatabaseFacts, target: Target): Step {
  const title = 'The tick is scheduled and its runs succeed';
  const again = query(target, 'select private.schedule_queue()');
  if (!schedule) return { title, problem: 'There is no schedule "integration-queue"', commands: [again] };
  if (!schedule.active)
    return { title, problem: 'The schedule "integration-queue" is switched off', commands: [again] };
  const [newest] = runs;
  if (newest?.status === 'failed') {
    return {
      title,
      problem: `The newest run failed: ${newest.message ?? 'no message'}`,
      commands: [query(target, 'select private.poke_workers()')],
    };
  }
  return well(title);
}

function tickStep({ health }: DatabaseFacts, target: Target): Step {
  const title = 'The queue is alive';
  const look = [query(target, 'select private.health()')];
  const age = health?.last_tick_age_seconds ?? null;
  if (!health || age === null) return { title, problem: 'There was no tick yet', commands: look };
  if (age > OLD_TICK_SECONDS) return { title, problem: `The last tick was ${age} s ago`, commands: look };
  if (health.failed_parts.length > 0) {
    return {
      title,
      problem: `A part of the last tick failed: ${health.failed_parts.join(', ')}; the Postgres log says why`,
      commands: look,
    };
  }
  const poke = pokeProblem(health.pokes, target);
  if (poke) return { title, ...poke };
  if ((health.oldest_due_seconds ?? 0) > LONG_WAIT_SECONDS) {
    return {
      title,
      problem: `A job has been due for ${health.oldest_due_seconds} s and no worker came`,
      commands: look,
    };
  }
  return well(title);
}

/** What is wrong with the pokes, judged by the newest that something is known of: an earlier failure may be mended. */
function pokeProblem({ last }: Health['pokes'], target: Target): Pick<Step, 'problem' | 'commands'> | null {
  const again = 'npx supabase functions deploy process-integration-job';
  switch (last?.outcome) {
    case undefined:
    case 'accepted':
      return null;
    case 'refused':
      return {
        problem: `The newest wake-up was refused (${last.detail}): process-integration-job did not take integrations_worker_key`,
        commands: [again, query(target, 'select private.rotate_worker_key()')],
      };
    case 'failed':
      return {
        problem: `The newest wake-up failed (${last.detail}): process-integration-job has an error, see its logs`,
        commands: [again],
      };
    case 'timed_out':
    case 'unanswered':
      return {
        problem: `The newest wake-up got no answer in time (${last.detail ?? 'nothing came'}): see the logs of process-integration-job, and whether pg_net works`,
        commands: [query(target, 'select net.worker_restart()')],
      };
  }
}
