import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectDir } from '../../support/run.ts';
import { type ActorName, TABLES, type Verb } from './expectations.ts';

/** The README's table "Who can do what": cells by the first one. */
const readme = await readFile(join(projectDir, 'README.md'), 'utf8');
const section = readme.slice(readme.indexOf('## Who can do what'), readme.indexOf('## When something is wrong'));
const rows = new Map(
  section
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) =>
      line
        .slice(1, -1)
        .split(' | ')
        .map((cell) => cell.trim()),
    )
    .map(([who = '', ...cells]) => [who, cells]),
);

/** Tables of which an actor reaches a row by one of the verbs: what the other tests of this folder hold against the database. */
const reached = (actor: ActorName, verbs: Verb[]) =>
  Object.entries(TABLES)
    .filter(([, { reach }]) => verbs.some((verb) => !['', 'refused'].includes(reach[verb][actor])))
    .map(([name]) => name)
    .toSorted();

function named(cell = ''): string[] {
  if (cell === 'nothing') return [];
  const told = [...cell.matchAll(/`([a-z_]+)`/g)].map(([, name = '']) => name).toSorted();
  // "every table … but `this` and `that`"
  if (cell.startsWith('every table'))
    return Object.keys(TABLES)
      .filter((name) => !told.includes(name))
      .toSorted();
  return told;
}

const ACTORS: [who: string, actor: ActorName][] = [
  ['nobody, or the publishable key', 'anon'],
  ['member', 'member'],
  ['auditor', 'auditor'],
  ['admin', 'admin'],
  ['secret key', 'service_role'],
];

test.for(ACTORS)('the README says of "%s" what the grants and policies say', ([who, actor]) => {
  const [reads, writes] = rows.get(who) ?? [];
  expect(named(reads)).toEqual(reached(actor, ['select']));
  expect(named(writes)).toEqual(reached(actor, ['insert', 'update', 'delete']));
});

test('it names the functions that take a token of a user, and leaves no other out that does', async () => {
  const folder = join(projectDir, 'supabase', 'functions');
  const names = (await readdir(folder, { withFileTypes: true })).filter(
    (entry) => entry.isDirectory() && !entry.name.startsWith('_'),
  );
  const forUsers: string[] = [];
  for (const { name } of names) {
    const files = (await readdir(join(folder, name))).filter((file) => file.endsWith('.ts'));
    const texts = await Promise.all(files.map((file) => readFile(join(folder, name, file), 'utf8')));
    if (texts.some((text) => text.includes('requireUser('))) forUsers.push(name);
  }
  const told = /verify the user \(([^)]*)\)/.exec(section.replaceAll('\n', ' '))?.[1] ?? '';
  expect([...told.matchAll(/`([a-z-]+)`/g)].map(([, name]) => name).toSorted()).toEqual(forUsers.toSorted());
});

test('it says what is not defended', () => {
  expect([...rows.keys()].filter((who) => who.startsWith('a ') || who.startsWith('whoever')).length).toBeGreaterThan(3);
});
