import { expect, test, vi } from 'vitest';
import { acessorias } from '../../../../supabase/functions/sync-acessorias/connector.ts';
import { onecode } from '../../../../supabase/functions/sync-onecode-contacts/connector.ts';
import { accessTo, jobError, providerSandbox, readAll } from '../support/provider.ts';

const sandbox = providerSandbox();
const read = (pages: readonly { read: number }[]) => pages.reduce((sum, page) => sum + page.read, 0);

/** How many requests a read of 30 companies takes when the last complete read had so many. */
async function requestsAfter(lastFullCount: number | null, shortReadShare = 0.5): Promise<number> {
  const context = await sandbox.connect(acessorias, { companies: 30 }, { lastFullCount, shortReadShare });
  expect(read(await readAll(acessorias, context))).toBe(30);
  return (await sandbox.requests(context.token)).length;
}

test('a read below half of the last complete one is proven twice', async () => {
  const usual = await requestsAfter(30);
  expect(await requestsAfter(60)).toBe(usual);
  expect(await requestsAfter(61)).toBe(2 * usual);
  expect(await requestsAfter(null)).toBe(usual);
});

test('which share counts as short is a setting', async () => {
  const usual = await requestsAfter(30);
  expect(await requestsAfter(1_000, 0.01)).toBe(usual);
  expect(await requestsAfter(31, 1)).toBe(2 * usual);
});

test('nothing at all where there was something before is never a success, and says what was there', async () => {
  const context = await sandbox.connect(acessorias, { companies: 0 }, { lastFullCount: 511 });
  const error = await jobError(readAll(acessorias, context));
  expect(error).toMatchObject({ kind: 'temporary', code: 'incomplete_read' });
  expect(error.message).toContain('lidos 0 de 511');
});

test('a list that never holds still ends the attempt, and the next one begins at the first page', async () => {
  let first = 0;
  vi.stubGlobal('fetch', async (url: string) => {
    // A new contact on top before each request.
    first += 1;
    const page = Number(new URL(url).searchParams.get('page'));
    const contacts = Array.from({ length: 500 }, (_, n) => ({ id: 10_000 - first + (page - 1) * 500 + n, name: 'C' }));
    return Response.json({ contacts: page === 3 ? contacts.slice(0, 100) : contacts, lastPage: 3 });
  });
  const context = { access: accessTo('http://provider.test'), config: {}, lastSuccessStartedAt: null, now: new Date() };
  let cursor = onecode.firstCursor(context);
  for (let round = 0; round < 100; round += 1) {
    const page = await onecode.readPage(cursor, context);
    expect(page.next).not.toBeNull();
    if (page.next === null) break;
    cursor = page.next;
    if (page.failure) {
      expect(page.failure).toMatchObject({ code: 'incomplete_read', kind: 'temporary' });
      expect(cursor).toEqual(onecode.firstCursor(context));
      vi.unstubAllGlobals();
      return;
    }
  }
  throw new Error('Expected the attempt to end, but it went on');
});
