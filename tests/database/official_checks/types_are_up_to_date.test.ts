import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { testDatabase } from '../../support/database/database.ts';
import { generateTypes, TYPES_FILE } from '../../support/gate/types.ts';

const database = testDatabase();

test('src/lib/data/database.types.ts is what the CLI generates from the migrations (npm run types)', async () => {
  expect(await readFile(TYPES_FILE, 'utf8')).toBe(await generateTypes(database.url()));
});
