import postgres from 'postgres';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { testDatabase } from '../../support/database/database.ts';
import { required } from '../../support/database/fixtures.ts';

const database = testDatabase();
/** The owner of Vault, to move its times. */
let admin: postgres.Sql;
beforeAll(() => {
  const adminUrl = new URL(inject('databaseServer').adminUrl);
  adminUrl.pathname = new URL(database.url()).pathname;
  admin = postgres(adminUrl.href, { max: 1, onnotice: () => {} });
});
afterAll(() => admin.end());

const rotate = async () => required((await database.sql`select private.rotate_worker_key() as done`)[0]).done;
const isTaken = async (key: string | null) =>
  required((await database.sql`select public.is_integration_worker_key(${key}) as taken`)[0]).taken;
async function keyOf(name: string): Promise<string> {
  const [row] = await database.sql<{ key: string }[]>`
    select decrypted_secret as key from vault.decrypted_secrets where name = ${name}`;
  return required(row).key;
}

test('the migrations make one; before that none would be taken, an empty one neither', async () => {
  expect(await isTaken(await keyOf('integrations_worker_key'))).toBe(true);
  for (const key of ['', 'worker_', null]) expect(await isTaken(key)).toBe(false);
  await admin`delete from vault.secrets where name = 'integrations_worker_key'`;
  for (const key of ['', 'worker_', null]) expect(await isTaken(key)).toBe(false);
});

test('it is random, and a change leaves no gap: the one before is taken for an hour', async () => {
  expect(await rotate()).toBe('created');
  const first = await keyOf('integrations_worker_key');
  expect(first).toMatch(/^worker_[0-9a-f]{64}$/);
  expect(await isTaken(first)).toBe(true);

  expect(await rotate()).toBe('rotated');
  const second = await keyOf('integrations_worker_key');
  expect(second).not.toBe(first);
  expect([await isTaken(first), await isTaken(second)]).toEqual([true, true]);

  expect(await rotate()).toBe('rotated');
  const third = await keyOf('integrations_worker_key');
  expect([await isTaken(first), await isTaken(second), await isTaken(third)]).toEqual([false, true, true]);

  await admin`update vault.secrets set updated_at = now() - interval '61 minutes' where name = 'integrations_worker_key_previous'`;
  expect([await isTaken(second), await isTaken(third)]).toEqual([false, true]);
  expect(await isTaken(third.slice(0, -1))).toBe(false);
  expect(await isTaken(`${third} `)).toBe(false);
});

test('two changes at the same moment both count', async () => {
  await Promise.all([rotate(), rotate(), rotate()]);
  const [current, previous] = [await keyOf('integrations_worker_key'), await keyOf('integrations_worker_key_previous')];
  expect(current).not.toBe(previous);
  expect([await isTaken(current), await isTaken(previous)]).toEqual([true, true]);
});
