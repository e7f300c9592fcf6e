import { expect, test } from 'vitest';
import { onecode } from '../../../../supabase/functions/sync-onecode-contacts/connector.ts';
import type { ContactRow } from '../../../../supabase/functions/sync-onecode-contacts/contact.ts';
import type { Fault } from '../../../../supabase/local/sandbox/types.ts';
import { jobError, providerSandbox, readAll, rowsOf } from '../support/provider.ts';

const sandbox = providerSandbox();
const read = (pages: readonly { read: number }[]) => pages.reduce((sum, page) => sum + page.read, 0);
const skipped = (pages: readonly { skipped: number }[]) => pages.reduce((sum, page) => sum + Number(page.skipped), 0);

test('every contact is read once, groups are counted and left out', async () => {
  const context = await sandbox.connect(onecode);
  const pages = await readAll(onecode, context);
  const contacts = rowsOf<ContactRow>(pages);
  // Two pages, and a second look at both.
  expect(pages).toHaveLength(3);
  expect(new Set(contacts.map((contact) => contact.external_id)).size).toBe(contacts.length);
  expect(skipped(pages)).toBeGreaterThan(10);
  expect(read(pages)).toBe(contacts.length + skipped(pages));
  expect(contacts.every((contact) => contact.number?.startsWith('55'))).toBe(true);
});

test('how many there are is known with the last page, and the step counts pages', async () => {
  const context = await sandbox.connect(onecode);
  const pages = await readAll(onecode, context);
  expect(pages.map((page) => page.total)).toEqual([null, read(pages), read(pages)]);
  expect(pages[0]?.step).toBe('Lendo contatos: página 1 de 2');
});

test.for([
  ['pageCount', 'page_count'],
  ['data', 'data_key'],
  ['phone', 'phone_key'],
  ['a bare array', 'bare_array'],
] as const)('%s is understood as well', async ([, kind]) => {
  const usual = await sandbox.connect(onecode);
  const other = await sandbox.connect(onecode, { faults: [{ kind } as Fault] });
  const contacts = rowsOf(await readAll(onecode, other));
  expect(contacts).toEqual(rowsOf(await readAll(onecode, usual)));
});

test('rows that move on while the list is read are read once', async () => {
  const context = await sandbox.connect(onecode, { faults: [{ kind: 'rows_on_two_pages', rows: 40 }] });
  const still = await sandbox.connect(onecode);
  expect(read(await readAll(onecode, context))).toBe(read(await readAll(onecode, still)));
});

test('a list that grows while it is read is read to its new end', async () => {
  const context = await sandbox.connect(onecode, { companies: 300 });
  const first = await onecode.readPage(onecode.firstCursor(context), context);
  // One page at first; by now there are two.
  await sandbox.configure(context.token, { companies: 511 });
  let { next } = first;
  const ids = new Set(first.keys);
  while (next !== null) {
    const page = await onecode.readPage(next, context);
    for (const key of page.keys ?? []) ids.add(key);
    next = page.next;
  }
  expect(ids.size).toBe(read(await readAll(onecode, await sandbox.connect(onecode))));
});

test('a page that stays empty although more are announced is an error', async () => {
  const faults = [{ kind: 'empty_page_once', page: 2, times: 20 } as const];
  const error = await jobError(readAll(onecode, await sandbox.connect(onecode, { faults })));
  expect(error).toMatchObject({ kind: 'temporary', code: 'incomplete_read' });
  expect(error.message).toContain('lidos 500, em 1 de 2 páginas');
});

test('an account without contacts is read to its end', async () => {
  const pages = await readAll(onecode, await sandbox.connect(onecode, { companies: 0 }));
  // Asked again after each of the three pauses.
  expect(pages).toHaveLength(4);
  expect(pages.at(-1)).toMatchObject({ read: 0, next: null, total: 0 });
});

test('a list that never ends is an error, not an endless run', async () => {
  const context = await sandbox.connect(onecode);
  const cursor = { ...onecode.firstCursor(context), page: 10_001 };
  expect(await jobError(onecode.readPage(cursor, context))).toMatchObject({
    code: 'invalid_response',
    message: expect.stringContaining('não termina'),
  });
});
