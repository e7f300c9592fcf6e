import { execFile, spawn } from 'node:child_process';
import { chmod, chown, mkdir, open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { LocalConfig } from './config.ts';
import { type PostgresBinaries, postgresBinaries, postgresUser, type RunAs } from './postgres-binaries.ts';
import { commandLine, endProcess, isAlive } from './processes.ts';

const run = promisify(execFile);
/** Recovery after a crash may have to replay some write-ahead log. */
const START_TIMEOUT_MS = 30_000;

export type PostgresOptions = Pick<LocalConfig, 'dataDir' | 'dbPort' | 'isDurable'>;

export interface Postgres {
  pid: number;
  /** True when the data folder was created by this start: migrations and seed are still to be applied. */
  isNew: boolean;
  /** Ends all sessions and shuts down cleanly. May be called twice. */
  stop(): Promise<void>;
}

interface Folders {
  data: string;
  log: string;
  owner: string;
}

function folders(dataDir: string): Folders {
  return {
    data: join(dataDir, 'postgres'),
    log: join(dataDir, 'postgres.log'),
    owner: join(dataDir, 'postgres-owner.pid'),
  };
}

const readOrNull = (path: string): Promise<string | null> => readFile(path, 'utf8').catch(() => null);
const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** Lines of postmaster.pid: 1 process id, 8 state (written by Postgres itself). */
async function postmaster(data: string): Promise<{ pid: number; isReady: boolean } | null> {
  const lines = (await readOrNull(join(data, 'postmaster.pid')))?.split('\n');
  if (!lines?.[0]) return null;
  return { pid: Number(lines[0]), isReady: lines[7]?.trim() === 'ready' };
}

/**
 * Clears what a killed stack left: its Postgres may still be running on our data folder, or only the pid file is there.
 * Throws when the process that started that Postgres is still alive: then the folder is in use.
 */
async function recover({ data, owner }: Folders): Promise<void> {
  const running = await postmaster(data);
  if (!running) return;
  const isOurs = isAlive(running.pid) && (await commandLine(running.pid))?.includes(data);
  if (isOurs) {
    const ownerPid = Number(await readOrNull(owner));
    if (ownerPid > 0 && ownerPid !== process.pid && isAlive(ownerPid)) {
      throw new Error(`Start Postgres: ${data} is in use by process ${ownerPid}; stop that one first`);
    }
    // SIGINT is the fast shutdown, SIGQUIT the immediate one.
    await endProcess(running.pid, ['SIGINT', 'SIGQUIT', 'SIGKILL'], 5_000);
  }
  // The id in a stale file may belong to a foreign process by now, and Postgres would then refuse to start.
  await rm(join(data, 'postmaster.pid'), { force: true });
}

async function initialise(binaries: PostgresBinaries, runAs: RunAs, { data }: Folders): Promise<void> {
  const passwordFile = join(tmpdir(), `integracoes-${process.pid}-${Date.now()}`);
  await writeFile(passwordFile, 'postgres\n', { mode: 0o600 });
  if (runAs.uid !== undefined && runAs.gid !== undefined) await chown(passwordFile, runAs.uid, runAs.gid);
  try {
    await run(
      binaries.initdb,
      // A fixed locale: the same order of texts and the same messages on every machine.
      [
        ...['--pgdata', data, '--username', 'supabase_admin', '--pwfile', passwordFile, '--auth', 'scram-sha-256'],
        ...[
          '--encoding',
          'UTF8',
          '--locale',
          'C',
          '--locale-provider',
          'builtin',
          '--builtin-locale',
          'C.UTF-8',
          '--no-sync',
        ],
      ],
      { ...runAs, cwd: data },
    );
  } catch (error) {
    // A half-made folder would be taken for a database by the next start.
    await rm(data, { recursive: true, force: true });
    throw new Error(`Create the database in ${data}: initdb failed`, { cause: error });
  } finally {
    await rm(passwordFile, { force: true });
  }
}

async function waitUntilReady(pid: number, paths: Folders): Promise<void> {
  const deadline = performance.now() + START_TIMEOUT_MS;
  while (performance.now() < deadline) {
    const state = await postmaster(paths.data);
    if (state?.pid === pid && state.isReady) return;
    if (!isAlive(pid)) break;
    await delay(10);
  }
  const log = (await readOrNull(paths.log))?.trim().split('\n').slice(-5).join('\n');
  throw new Error(`Start Postgres: it did not become ready; last lines of ${paths.log}:\n${log}`);
}

/** Ends a Postgres that a killed stack left behind in this data folder. Throws when it belongs to a stack that still runs. */
export async function recoverPostgres(dataDir: string): Promise<void> {
  await recover(folders(dataDir));
}

/**
 * Starts Postgres on 127.0.0.1, with logical decoding on, in `<dataDir>/postgres`; creates the database when there is none.
 * Recovers from a killed stack. Superuser is `supabase_admin`, password `postgres`.
 * Throws when the port is taken, the folder is in use, or Postgres does not come up; the log is `<dataDir>/postgres.log`.
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const paths = folders(options.dataDir);
  const [binaries, runAs] = await Promise.all([postgresBinaries(), postgresUser()]);
  await mkdir(options.dataDir, { recursive: true });
  await mkdir(paths.data, { recursive: true, mode: 0o700 });
  if (runAs.uid !== undefined && runAs.gid !== undefined) {
    // Folders of mkdtemp are closed to everybody else; Postgres has to pass through this one.
    await chmod(options.dataDir, 0o711);
    await chown(paths.data, runAs.uid, runAs.gid);
  }
  await recover(paths);
  const isNew = !(await exists(join(paths.data, 'PG_VERSION')));
  if (isNew) await initialise(binaries, runAs, paths);

  const log = await open(paths.log, 'w');
  const settings = [
    ...['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'wal_level=logical', 'max_connections=100'],
    ...['max_replication_slots=20', 'max_wal_senders=20', 'timezone=UTC', 'log_timezone=UTC', 'shared_buffers=64MB'],
    // A power cut may cost a development database its last milliseconds, nothing more; waiting for the disk at every commit
    // would make each page of a run slower than it is on a hosted project.
    'synchronous_commit=off',
    ...(options.isDurable ? [] : ['fsync=off', 'full_page_writes=off']),
  ];
  const args = ['-D', paths.data, '-p', String(options.dbPort), ...settings.flatMap((setting) => ['-c', setting])];
  // Its own process group: Ctrl-C in the terminal reaches only us, and we stop the services in order.
  const child = spawn(binaries.postgres, args, {
    ...runAs,
    cwd: paths.data,
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) => reject(new Error(`Start Postgres: ${error.message}`, { cause: error })));
  });
  await log.close();
  const { pid } = child;
  if (pid === undefined) throw new Error('Start Postgres: the process has no id');
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await writeFile(paths.owner, String(process.pid));
  await waitUntilReady(pid, paths);
  return {
    pid,
    isNew,
    async stop() {
      if (child.exitCode === null && child.signalCode === null)
        await endProcess(pid, ['SIGINT', 'SIGQUIT', 'SIGKILL'], 10_000);
      await ended;
      await rm(paths.owner, { force: true });
    },
  };
}
