import { expect, test } from 'vitest';
import { testDatabase } from '../../support/database/database.ts';
import { call, createTenant } from '../../support/database/fixtures.ts';
import { receivable, runningJob, storePage } from '../../support/database/synced-data.ts';

const database = testDatabase();

test('ending a full read of 4,000 records compares each with those that came, not with each other one', async () => {
  const { sql } = database;
  const job = await runningJob(sql, 'bomcontrole', await createTenant(sql, ['bomcontrole']));
  for (let page = 0; page < 8; page += 1) {
    const rows = Array.from({ length: 500 }, (_, index) => receivable(page * 500 + index));
    await storePage(sql, job, rows, { cursor: page === 7 ? null : { page: page + 2 } });
  }
  const startedAt = performance.now();
  expect(await call(sql, 'finish_integration_job', job.job_id, job.lease_token)).toMatchObject({ status: 'success' });
  // Each with each took two seconds and more, of the eight that the platform gives a statement.
  expect(performance.now() - startedAt).toBeLessThan(1_000);
});
