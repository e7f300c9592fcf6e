import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { afterAll, beforeAll, inject } from 'vitest';

/** Who asks: a signed-in user, nobody, or our own functions. */
export type Actor = { user: string } | 'anon' | 'service_role';

export type Sql = postgres.TransactionSql | postgres.Sql;

/**
 * A database of its own for each test file: a copy of one that saw only the platform's bootstrap and our migrations.
 * `sql` is the owner (role postgres); `as` runs statements as somebody else, under row level security and grants.
 */
export interface TestDatabase {
  readonly sql: postgres.Sql;
  /** Connection string as the owner, for tools that connect by themselves. */
  url(): string;
  /** Runs `work` in a transaction as `actor`, as PostgREST would. The error, if any, is the database's. */
  as<T>(actor: Actor, work: (sql: postgres.TransactionSql) => Promise<T>): Promise<T>;
}

/** Sets up a database for the calling test file and drops it afterwards. */
export function testDatabase(): TestDatabase {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const server = inject('databaseServer');
  let sql: postgres.Sql | undefined;

  const open = () => {
    if (!sql) throw new Error('Cannot use the database: the test file has not started yet');
    return sql;
  };
  beforeAll(async () => {
    const admin = postgres(server.adminUrl, { max: 1, onnotice: () => {} });
    await admin.unsafe(`create database ${name} template ${server.template}`);
    await admin.end();
    sql = postgres(server.urlOf.replace('{database}', name), { max: 20, onnotice: () => {} });
  });
  afterAll(async () => {
    await sql?.end();
    const admin = postgres(server.adminUrl, { max: 1, onnotice: () => {} });
    await admin.unsafe(`drop database if exists ${name} with (force)`);
    await admin.end();
  });

  return {
    get sql() {
      return open();
    },
    url: () => server.urlOf.replace('{database}', name),
    as: (actor, work) =>
      open().begin((transaction) => become(transaction, actor).then(() => work(transaction))) as Promise<never>,
  };
}

/** The rest of the transaction runs with the role and claims that PostgREST would set for `actor`. */
export async function become(sql: postgres.TransactionSql, actor: Actor): Promise<void> {
  const role = typeof actor === 'string' ? actor : 'authenticated';
  const claims = typeof actor === 'string' ? { role } : { role, sub: actor.user };
  await sql`select set_config('request.jwt.claims', ${JSON.stringify(claims)}, true)`;
  await sql.unsafe(`set local role ${role}`);
}

declare module 'vitest' {
  interface ProvidedContext {
    databaseServer: { adminUrl: string; template: string; urlOf: string };
  }
}
