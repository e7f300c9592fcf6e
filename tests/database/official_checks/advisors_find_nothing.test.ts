import { expect, test } from 'vitest';
import { testDatabase } from '../../support/database/database.ts';
import { run } from '../../support/run.ts';

const database = testDatabase();

interface Finding {
  name: string;
  level: 'ERROR' | 'WARN' | 'INFO';
  detail: string;
}

/** Notes that we accept, each with its reason. */
const ACCEPTED: Record<string, string> = {
  unused_index: 'A fresh database has used no index yet',
};

test("Supabase's own advisors have no error, no warning and no note that is not accepted", async () => {
  const url = database.url();
  const { code, output } = await run('supabase', ['db', 'advisors', `--remote=${url}`, '--level', 'info'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  expect(code).toBe(0);
  const findings = JSON.parse(output.slice(output.indexOf('['), output.lastIndexOf(']') + 1)) as Finding[];
  // The advisors really looked: a fresh database always has unused indexes.
  expect(findings.map((finding) => finding.name)).toContain('unused_index');
  expect(findings.filter((finding) => finding.level !== 'INFO' || !(finding.name in ACCEPTED))).toEqual([]);
});
