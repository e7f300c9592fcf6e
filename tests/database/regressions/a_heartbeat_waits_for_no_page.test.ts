import { expect, test } from 'vitest';
import { testDatabase } from '../../support/database/database.ts';
import { call, createRunningJob, expireLease, sqlstate } from '../../support/database/fixtures.ts';

const database = testDatabase();

/**
 * One call renews the leases of all jobs of a worker. While it waited for a page that was just being written, it held the leases that
 * it had already locked, and so the pages of all other jobs of the worker waited, too.
 */
test('the leases of the others are renewed and free while one page takes its time', async () => {
  const { sql } = database;
  const slow = await createRunningJob(sql);
  const other = await createRunningJob(sql);
  await expireLease(sql, other.job_id);
  const leases = [slow, other].map(({ job_id, lease_token }) => ({ job_id, lease_token }));
  await sql.begin(async (page) => {
    await call(page, 'store_integration_page', slow.job_id, slow.lease_token, [], { page: 2 });
    await sql.begin(async (heartbeat) => {
      // Waiting would end with 55P03.
      await heartbeat`set local lock_timeout = '1s'`;
      const answer = await call(heartbeat, 'heartbeat_integration_jobs', leases);
      expect(answer).toEqual([
        { job_id: slow.job_id, state: 'held' },
        { job_id: other.job_id, state: 'held' },
      ]);
      const locked = sql.begin(async (next) => {
        await next`set local lock_timeout = '200ms'`;
        await next`select 1 from private.job_leases where job_id = ${other.job_id} for update`;
      });
      // It is locked until the heartbeat is committed, and no longer: that is the point of not waiting.
      expect(await sqlstate(locked)).toBe('55P03');
    });
    const [lease] = await sql`
      select expires_at > now() as is_renewed from private.job_leases where job_id = ${other.job_id} for update nowait`;
    expect(lease).toEqual({ is_renewed: true });
  });
});
