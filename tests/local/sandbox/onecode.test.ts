import { describe, expect, it } from 'vitest';
import { companyAt } from '../../../supabase/local/sandbox/world/companies.ts';
import { ask, askJson, freshToken, sandboxForFile } from './fixture.ts';

interface Contact {
  id: number;
  name: string;
  number: string;
  email: string;
  isGroup: boolean;
}

interface Page {
  contacts: Contact[];
  lastPage: number;
}

const sandbox = sandboxForFile();

async function readAll(pageSize: number): Promise<Contact[]> {
  const token = freshToken();
  const contacts: Contact[] = [];
  for (let page = 1, last = 1; page <= last; page += 1) {
    const answer = await askJson<Page>(sandbox(), token, `/onecode/api/contacts?page=${page}&pageSize=${pageSize}`);
    contacts.push(...answer.contacts);
    last = answer.lastPage;
  }
  return contacts;
}

/** What the synchronisation compares: upper case, without accents and without the legal form. */
function comparable(name: string): string {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '').toUpperCase();
  return plain.replace(/\b(LTDA|ME|EPP|EIRELI)\b|\bS[./]?A\b\.?/g, ' ').trim();
}

function trigrams(text: string): Set<string> {
  const words = text.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  const padded = words.map((word) => `  ${word} `);
  return new Set(padded.flatMap((word) => Array.from({ length: word.length - 2 }, (_, at) => word.slice(at, at + 3))));
}

function similarity(one: Set<string>, other: Set<string>): number {
  const common = [...one].filter((part) => other.has(part)).length;
  return common / Math.max(1, one.size + other.size - common);
}

describe('OneCode: contacts', () => {
  it('gives the same list whatever the page size, each contact once', async () => {
    const contacts = await readAll(500);
    expect(contacts.length).toBeGreaterThan(600);
    expect(await readAll(70)).toEqual(contacts);
    expect(new Set(contacts.map((contact) => contact.id)).size).toBe(contacts.length);
    expect(Object.keys(contacts[0] ?? {})).toEqual(['id', 'name', 'number', 'email', 'isGroup']);
  });

  it('cuts the page size at 500 and answers an empty page beyond the last', async () => {
    const token = freshToken();
    const large = await askJson<Page>(sandbox(), token, '/onecode/api/contacts?page=1&pageSize=9000');
    expect([large.contacts.length, large.lastPage]).toEqual([500, 2]);
    const beyond = await askJson<Page>(sandbox(), token, '/onecode/api/contacts?page=9&pageSize=500');
    expect(beyond).toEqual({ contacts: [], lastPage: 2 });
  });

  it('writes numbers as digits with the country code and mixes groups in', async () => {
    const contacts = await readAll(500);
    const groups = contacts.filter((contact) => contact.isGroup);
    expect(groups.length).toBeGreaterThan(10);
    const people = contacts.filter((contact) => !contact.isGroup);
    expect(people.every((contact) => /^55\d{2}90\d{7}$/.test(contact.number))).toBe(true);
    expect(people.some((contact) => contact.email === '') && people.some((contact) => contact.email !== '')).toBe(true);
  });

  it('names contacts so that many match a company, some need a review, and some match none', async () => {
    const companies = Array.from({ length: 511 }, (_, index) => trigrams(comparable(companyAt(index).legalName)));
    const bands = { matched: 0, review: 0, ignored: 0 };
    for (const contact of await readAll(500)) {
      if (contact.isGroup) continue;
      const name = trigrams(comparable(contact.name.split(' - ')[0] ?? ''));
      const best = Math.max(...companies.map((company) => similarity(name, company)));
      bands[best >= 0.85 ? 'matched' : best >= 0.7 ? 'review' : 'ignored'] += 1;
    }
    expect(bands.matched).toBeGreaterThan(300);
    expect(bands.review).toBeGreaterThan(25);
    expect(bands.ignored).toBeGreaterThan(50);
  });

  it('changes the numbers of the first contacts and nothing else', async () => {
    const token = freshToken();
    const path = '/onecode/api/contacts?page=1&pageSize=500';
    const before = (await askJson<Page>(sandbox(), token, path)).contacts;
    await sandbox().control.configure(token, { changed: 10 });
    const after = (await askJson<Page>(sandbox(), token, path)).contacts;
    const different = after.filter((contact, index) => contact.number !== before[index]?.number);
    expect(different).toEqual(after.slice(0, 10).filter((contact) => !contact.isGroup));
    expect(after.map((contact) => contact.id)).toEqual(before.map((contact) => contact.id));
  });

  it('answers 401 to a foreign token and 404 beside the one path', async () => {
    expect((await ask(sandbox(), 'live-token', '/onecode/api/contacts')).status).toBe(401);
    expect((await ask(sandbox(), freshToken(), '/onecode/api/messages')).status).toBe(404);
  });
});
