import { expect, test } from 'vitest';
import { testDatabase } from '../../support/database/database.ts';
import { createTenant, required } from '../../support/database/fixtures.ts';
import { company } from '../../support/database/synced-data.ts';

const database = testDatabase();

test('a session that stored companies while there were none looks each one up when there are thousands', async () => {
  const { sql } = database;
  const tenant = await createTenant(sql);
  const session = await sql.reserve();
  try {
    const store = (from: number) =>
      session`select private.upsert_companies(${tenant.id}, ${sql.json(Array.from({ length: 20 }, (_, n) => company(from + n)) as never)})`;
    for (let page = 0; page < 10; page += 1) await store(page * 20 + 1);
    await session`
      insert into public.companies (tenant_id, external_id, legal_name, content_hash, gone_at)
      select ${tenant.id}, 'x' || n, 'Empresa', '', now() from generate_series(1, 3000) as n`;
    const entriesRead = async () => {
      await session`select pg_stat_force_next_flush()`;
      const [row] = await session<{ read: number }[]>`
        select sum(idx_tup_read)::int as read from pg_stat_user_indexes where relid = 'public.companies'::regclass`;
      return required(row).read;
    };
    const before = await entriesRead();
    await store(1);
    // Twenty companies, each looked for by its id, by its document and as it is known: not thousands for each.
    expect((await entriesRead()) - before).toBeLessThan(500);
  } finally {
    session.release();
  }
});
