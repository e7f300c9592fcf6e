import { type ChildProcess, spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, expect, test } from 'vitest';
import { parseStatus } from '../../../supabase/official/status.ts';
import { projectDir } from '../../support/run.ts';
import { startTestStack } from '../../support/stack/stack.ts';
import { freePorts, temporaryFolder, waitFor } from '../stack/support/support.ts';

/** There is no Docker in tests: the CLI is played by a script, and the official stack by the local one. */

const folder = await temporaryFolder();
const stack = await startTestStack({}, { withApp: false, tick: false, sandbox: false });
const sql = postgres(stack.address.databaseUrl, { max: 1, onnotice: () => {} });
const children: ChildProcess[] = [];
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await sql.end();
  await stack.close();
  await folder.remove();
});

const fakeCli = (status: string) => `
  const [, , ...words] = process.argv;
  if (words[0] === 'status') { ${status} }
  else { console.log('CLI ' + words.join(' ')); setInterval(() => {}, 1e6); process.on('SIGINT', () => process.exit(0)); }
`;

async function start(status: string) {
  const cli = join(folder.path, 'cli.cjs');
  await writeFile(cli, fakeCli(status));
  const [app, sandbox] = await freePorts(2);
  const child = spawn(process.execPath, ['supabase/official/start.ts'], {
    cwd: projectDir,
    env: {
      ...process.env,
      INTEGRACOES_SUPABASE_CLI: cli,
      INTEGRACOES_DATA_DIR: folder.path,
      INTEGRACOES_APP_PORT: String(app),
      INTEGRACOES_SANDBOX_PORT: String(sandbox),
      INTEGRACOES_TICK_MS: '200',
    },
  });
  children.push(child);
  const result = { child, output: '', app, sandbox };
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data: Buffer) => {
      result.output += data.toString();
    });
  }
  return result;
}

test('without a stack it says which command comes first', async () => {
  const started = await start(`console.error('no such container'); process.exit(1);`);
  await waitFor('it has ended', () => started.child.exitCode !== null, 30_000);
  expect(started.child.exitCode).toBe(1);
  expect(started.output).toContain('"npx supabase start" (needs Docker) comes first');
  expect(started.output).toContain('no such container');
});

test('with one it serves app, functions and sandbox on it, leads the demo data there, and ends as a whole', async () => {
  const { apiUrl, databaseUrl, publishableKey, secretKey } = stack.address;
  const lines = [
    ...[`API_URL="${apiUrl}"`, `DB_URL="${databaseUrl}"`],
    ...[`PUBLISHABLE_KEY="${publishableKey}"`, `SECRET_KEY="${secretKey}"`],
  ];
  const started = await start(`console.log(${JSON.stringify(lines.join('\n'))});`);
  await waitFor(
    'it is ready',
    () => {
      if (started.child.exitCode !== null) throw new Error(started.output);
      return started.output.includes('Ready on the official stack');
    },
    100_000,
  );
  expect(started.output).toMatch(/CLI functions serve --env-file \S+functions\.env/);
  expect((await fetch(`http://127.0.0.1:${started.app}/integracoes`)).status).toBe(200);
  const rows = await sql`
    select base_url, exists (
      select from private.credentials where integration_id = integration.id and host = 'host.docker.internal'
    ) as has_credential
    from public.tenant_integrations as integration`;
  expect(rows.length).toBeGreaterThan(3);
  for (const row of rows) {
    expect(row.base_url).toMatch(new RegExp(`^http://host\\.docker\\.internal:${started.sandbox}/[a-z]+$`));
    expect(row.has_credential).toBe(true);
  }
  started.child.kill('SIGINT');
  await waitFor('it has ended', () => started.child.exitCode !== null, 30_000);
  expect(started.child.exitCode).toBe(0);
  await expect(fetch(`http://127.0.0.1:${started.sandbox}/`)).rejects.toThrow();
}, 200_000);

test('keys of both generations are read', () => {
  const older = parseStatus(
    'API_URL="http://127.0.0.1:54321"\nDB_URL=postgres://x\nANON_KEY="a"\nSERVICE_ROLE_KEY="s"',
  );
  expect(older).toMatchObject({ publishableKey: 'a', secretKey: 's', databaseUrl: 'postgres://x' });
  expect(() => parseStatus('API_URL="http://127.0.0.1:54321"')).toThrow('DB_URL missing');
});
