import { type ChildProcess, execFile, type SpawnOptions, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chown, mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { LocalConfig } from '../config.ts';
import { lackOfRoom, ROOM_TO_BEGIN_MB, ROOM_TO_RUN_MB } from '../machine/disk.ts';
import { endProcess, forgetProcess, rememberProcess } from '../machine/processes.ts';
import { type PostgresBinaries, postgresBinaries, type RunAs, runPostgresAs } from './binaries.ts';
import { type PostgresFolder, postgresFolder, recoverPostgres, waitUntilReady } from './folder.ts';

const run = promisify(execFile);
/** Postgres that ends so often in a row, soon after its start, has a reason that a start does not cure. */
const MAX_RESTARTS = 5;
/** Pause between two looks at a full disk. */
const LOOK_FOR_ROOM_MS = 1_000;
/** Pause before a start that failed is tried again. */
const TRY_AGAIN_MS = 500;
/** What lives so long did not fall at its start, in ms. */
const PROVEN_MS = 1_000;

export interface PostgresOptions extends Pick<LocalConfig, 'dataDir' | 'dbPort' | 'isDurable'> {
  /** One line for people when it ends by itself. Default: nowhere. */
  log?(line: string): void;
  /** Called when it ended by itself, and when it takes connections again. Default: nobody hears. */
  onEnd?(): void;
  onRestart?(): void;
  /** What the disk lacks; tests fill it by this. */
  lackOfRoom?: typeof lackOfRoom;
  /** Gives the start up: what was begun is ended, and the start rejects. */
  signal?: AbortSignal | undefined;
}

export interface Postgres {
  /** Id of the running process; another one after a crash. */
  readonly pid: number;
  /** True when the data folder was created by this start: migrations and seed are still to be applied. */
  readonly isNew: boolean;
  /** Ends all sessions and shuts down cleanly. May be called twice. */
  stop(): Promise<void>;
}

/** Command line and options to run a Postgres program as the right user. */
function as({ prefix, ...ids }: RunAs, command: string[], options: SpawnOptions) {
  const [program = '', ...args] = [...prefix, ...command];
  return { program, args, options: { ...options, ...ids } };
}

/** An initdb that was killed may write for a moment more. */
const removeUnfinished = (folder: string) =>
  rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });

/** Makes a new database: aside, and moved to its place when it is whole, so that a start that was killed leaves no half of one. */
async function initialise(
  { dataDir, signal }: PostgresOptions,
  { initdb }: PostgresBinaries,
  runAs: RunAs,
  { data, unfinished }: PostgresFolder,
): Promise<void> {
  const passwordFile = join(unfinished, 'password');
  const target = join(unfinished, 'data');
  await writeFile(passwordFile, 'postgres\n', { mode: 0o600 });
  if (runAs.uid !== undefined && runAs.gid !== undefined) await chown(passwordFile, runAs.uid, runAs.gid);
  // A fixed locale: the same order of texts and the same messages on every machine.
  const settings = `--username=supabase_admin --auth=scram-sha-256 --encoding=UTF8 --locale=C --locale-provider=builtin
    --builtin-locale=C.UTF-8 --no-sync`;
  const command = [initdb, `--pgdata=${target}`, `--pwfile=${passwordFile}`, ...settings.split(/\s+/)];
  const { program, args, options } = as(runAs, command, { cwd: unfinished });
  const running = run(program, args, { ...options, encoding: 'utf8' });
  const { pid } = running.child;
  // Awaited to its end all the same: what still writes cannot be removed.
  const onAbort = () => void running.child.kill();
  signal?.addEventListener('abort', onAbort);
  try {
    if (pid !== undefined) await rememberProcess(dataDir, pid, target);
    await running;
    signal?.throwIfAborted();
    await rm(data, { recursive: true, force: true });
    await rename(target, data);
  } catch (error) {
    signal?.throwIfAborted();
    throw new Error(`Create the database in ${data}: initdb failed`, { cause: error });
  } finally {
    signal?.removeEventListener('abort', onAbort);
    await removeUnfinished(unfinished);
    if (pid !== undefined) await forgetProcess(dataDir, pid);
  }
}

function settingsOf({ isDurable }: PostgresOptions): string[] {
  return [
    ...['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'wal_level=logical', 'max_connections=100'],
    ...['max_replication_slots=20', 'max_wal_senders=20', 'timezone=UTC', 'log_timezone=UTC', 'shared_buffers=64MB'],
    // A power cut may cost a development database its last milliseconds, nothing more; waiting for the disk at every commit
    // would make each page of a run slower than it is on a hosted project. Realtime sees a change when the log is written.
    ...['synchronous_commit=off', 'wal_writer_delay=10ms'],
    ...(isDurable ? [] : ['fsync=off', 'full_page_writes=off']),
  ];
}

async function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  // SIGINT is the fast shutdown, SIGQUIT the immediate one.
  await endProcess(child.pid ?? 0, ['SIGINT', 'SIGQUIT', 'SIGKILL'], 10_000);
  await ended;
}

/** Starts the server on a folder that is in order, and waits until it takes connections. */
async function launch(
  options: PostgresOptions,
  { postgres }: PostgresBinaries,
  runAs: RunAs,
  folder: PostgresFolder,
): Promise<ChildProcess> {
  const log = await open(folder.log, 'w');
  const settings = settingsOf(options).flatMap((setting) => ['-c', setting]);
  const command = as(runAs, [postgres, '-D', folder.data, '-p', String(options.dbPort), ...settings], {
    cwd: folder.data,
    // Its own process group: Ctrl-C in the terminal reaches only us, and we stop the services in order.
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
  });
  const child = spawn(command.program, command.args, command.options);
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) => reject(new Error(`Start Postgres: ${error.message}`, { cause: error })));
  });
  await log.close();
  try {
    await writeFile(folder.owner, String(process.pid));
    await waitUntilReady(child.pid ?? 0, folder, options.signal);
  } catch (error) {
    await endChild(child);
    throw error;
  }
  return child;
}

/**
 * Starts Postgres on 127.0.0.1, with logical decoding on, in `<dataDir>/postgres`; creates the database when there is none.
 * Recovers from a killed stack, and starts again when Postgres itself is killed. Superuser is `supabase_admin`, password
 * `postgres`. Throws when the port is taken, the folder is in use, or Postgres does not come up; see `<dataDir>/postgres.log`.
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const { dataDir, log = () => {}, lackOfRoom: room = lackOfRoom } = options;
  const folder = postgresFolder(dataDir);
  const binaries = await postgresBinaries();
  await mkdir(dataDir, { recursive: true });
  await recoverPostgres(dataDir);
  const isNew = !existsSync(join(folder.data, 'PG_VERSION'));
  const lack = await room(dataDir, isNew ? ROOM_TO_BEGIN_MB : ROOM_TO_RUN_MB);
  if (lack !== null) throw new Error(lack);
  const home = isNew ? folder.unfinished : folder.data;
  if (isNew) await removeUnfinished(home);
  await mkdir(home, { recursive: true, mode: 0o700 });
  const runAs = await runPostgresAs(binaries, home);
  if (isNew) await initialise(options, binaries, runAs, folder);
  options.signal?.throwIfAborted();

  let isStopping = false;
  let restartsLeft = MAX_RESTARTS;
  let child: ChildProcess;
  let restart: Promise<void> = Promise.resolve();
  const start = async () => {
    child = await launch(options, binaries, runAs, folder);
    const startedAt = performance.now();
    child.once('exit', (code, signal) => {
      if (isStopping) return;
      log(`[postgres] Ended unexpectedly (${signal ?? `code ${code}`}); see ${folder.log}`);
      options.onEnd?.();
      if (performance.now() - startedAt > PROVEN_MS) restartsLeft = MAX_RESTARTS;
      if (restartsLeft === 0) {
        log(`[postgres] Ended ${MAX_RESTARTS + 1} times in a row: start the local stack again when the cause is gone`);
        return;
      }
      restartsLeft -= 1;
      restart = comeBack();
    });
  };
  const waitForRoom = async () => {
    if ((await room(dataDir, ROOM_TO_RUN_MB)) === null) return;
    log('[postgres] Waits for room on the disk and starts again by itself then; what was committed is kept');
    while (!isStopping && (await room(dataDir, ROOM_TO_RUN_MB)) !== null) await delay(LOOK_FOR_ROOM_MS);
  };
  const comeBack = async (): Promise<void> => {
    await waitForRoom();
    if (isStopping) return;
    try {
      await recoverPostgres(dataDir);
      await start();
    } catch (error) {
      // A start needs room as well, and the disk may have filled meanwhile.
      if ((await room(dataDir, ROOM_TO_RUN_MB)) !== null) return comeBack();
      log(`[postgres] ${error instanceof Error ? error.message : String(error)}`);
      if (restartsLeft === 0 || isStopping) return;
      // What the killed server left, such as its shared memory, goes with the last of its processes.
      restartsLeft -= 1;
      await delay(TRY_AGAIN_MS);
      return comeBack();
    }
    log('[postgres] Started again');
    options.onRestart?.();
  };
  await start();
  // A process that exits without `stop`, such as an interrupted test run, leaves no Postgres behind.
  const onExit = () => void child.kill('SIGINT');
  process.once('exit', onExit);
  return {
    get pid() {
      return child.pid ?? 0;
    },
    isNew,
    async stop() {
      isStopping = true;
      process.off('exit', onExit);
      await restart;
      await endChild(child);
      await rm(folder.owner, { force: true });
    },
  };
}
