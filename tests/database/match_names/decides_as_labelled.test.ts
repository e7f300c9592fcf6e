import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { matchLabelled, type Outcome, scoreOf } from '../../bench/matching/labelled.ts';
import { testDatabase } from '../../support/database/database.ts';
import { required } from '../../support/database/fixtures.ts';

const database = testDatabase();
const CASES = JSON.parse(await readFile(new URL('../../bench/matching/cases.json', import.meta.url), 'utf8')) as {
  contact: string;
  companies: string[];
  right: string;
}[];

let outcomes: Outcome[];
beforeAll(async () => {
  outcomes = await matchLabelled(database.sql);
});

describe('among a few companies', () => {
  test.for(CASES.map((labelled, n) => [labelled.right, labelled.contact, labelled.companies.join(', '), n] as const))(
    '%s: %s | %s',
    async ([right, , , n]) => {
      expect(required(outcomes[outcomes.length - CASES.length + n]).got).toBe(right);
    },
  );
});

describe('among 511 real companies', () => {
  test.for(['tuning', 'reporting'] as const)(
    'automatic matches are right, and most contacts are matched: %s',
    async (part) => {
      const score = scoreOf(outcomes.filter((outcome) => outcome.part === part));
      expect(score.labelled).toBeGreaterThan(200);
      expect(score.precision).toBeGreaterThanOrEqual(0.985);
      expect(score.recall).toBeGreaterThanOrEqual(0.85);
    },
  );
});
