import '../../../supabase/local/postgres-driver.ts';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { databaseUrl } from '../../../supabase/local/config.ts';
import { startDatabase, type TestDatabase } from '../../local/stack/support.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await startDatabase();
});
afterAll(() => database.close());

/** Ends the connection under the feet of whoever uses it, as a Postgres that stops does. */
async function cut(pid: number): Promise<void> {
  await database.sql`select pg_terminate_backend(${pid})`;
}

const pidOf = async (sql: postgres.Sql | postgres.TransactionSql) => {
  const [row] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`;
  return row?.pid ?? 0;
};

test('a transaction whose connection ends is rejected, and the pool goes on and can be closed', async () => {
  const sql = postgres(databaseUrl(database.config), { max: 1, onnotice: () => {} });
  const cutOff = sql.begin(async (transaction) => {
    await cut(await pidOf(transaction));
    await transaction`select 1`;
  });
  await expect(cutOff).rejects.toThrow();
  expect(await sql`select 1 as one`).toEqual([{ one: 1 }]);
  await sql.end();
});

test('a reserved connection that ended is rejected for its holder and is free for others', async () => {
  const sql = postgres(databaseUrl(database.config), { max: 1, onnotice: () => {} });
  const reserved = await sql.reserve();
  await cut(await pidOf(reserved));
  for (const statement of [reserved`select 1`, reserved`rollback`]) {
    const outcome: unknown = await statement.catch((error: unknown) => error);
    expect(outcome).toBeInstanceOf(Error);
  }
  reserved.release();
  expect(await sql`select 1 as one`).toEqual([{ one: 1 }]);
  await sql.end();
});
