import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../../support/database/database.ts';
import { projectDir, run } from '../../support/run.ts';

const db = testDatabase();
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'integracoes-config-'));
  // The templates that config.toml names are read with it.
  await cp(join(projectDir, 'supabase', 'templates'), join(folder, 'supabase', 'templates'), { recursive: true });
});
afterAll(() => rm(folder, { recursive: true }));

/** What the official CLI says of our config.toml with something added: a command that reads it, and needs no Docker. */
async function accept(addition: string) {
  const config = await readFile(join(projectDir, 'supabase', 'config.toml'), 'utf8');
  await writeFile(join(folder, 'supabase', 'config.toml'), `${config}\n${addition}\n`);
  return run('supabase', ['migration', 'list', `--remote=${db.url()}`, '--workdir', folder]);
}

test('the official CLI accepts config.toml and knows every key of it', async () => {
  const { code, output } = await accept('');
  expect(code, output).toBe(0);
  expect(output).not.toMatch(/WARN|failed to load config/);
});

test('it would say so if it did not', async () => {
  expect((await accept('[unheard_of]\nkey = 1')).output).toContain('does not recognize and ignores: unheard_of');
  const wrong = await accept('[functions.other]\nverify_jwt = "maybe"');
  expect([wrong.code, wrong.output]).toEqual([1, expect.stringContaining('failed to load config')]);
});
