import { afterAll, beforeAll, expect, test } from 'vitest';
import { prepareDatabase } from '../../../supabase/local/postgres/prepare.ts';
import { startDatabase, type TestDatabase } from './support/support.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await startDatabase();
  await prepareDatabase(database.config, false);
});
afterAll(() => database.close());

test('a database that is up to date is left as it is', async () => {
  const history = () => database.sql`select * from supabase_migrations.schema_migrations order by version`;
  const before = await history();
  await prepareDatabase(database.config, true);
  expect(await history()).toEqual(before);
});

test('data of another state of the project is refused with the command that begins anew', async () => {
  await database.sql`insert into supabase_migrations.schema_migrations (version) values ('20250101000000')`;
  const start = prepareDatabase(database.config, true);
  await expect(start).rejects.toThrow(/the local data has 20250101000000.*Run "npm run reset"/s);
});
