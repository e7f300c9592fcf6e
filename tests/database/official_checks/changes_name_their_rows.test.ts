import { loadModule, parse, parsePlPgSQL } from '@libpg-query/parser';
import { beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../../support/database/database.ts';

// The platform's role for REST preloads `safeupdate`: inside a function too, an update or delete without `where` fails there (21000).
// Only a hosted project would show it, so every function body is read here with Postgres' own grammar.

const database = testDatabase();
beforeAll(loadModule);

type Node = Record<string, unknown>;

/** Every object below `value`, itself included. */
function* nodes(value: unknown): Generator<Node> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield value as Node;
  for (const child of Object.values(value)) yield* nodes(child);
}

/** `update` and `delete` statements of a parsed text that name no rows. */
function wholeTableChanges(tree: unknown): string[] {
  return [...nodes(tree)].flatMap((node) =>
    ['UpdateStmt', 'DeleteStmt'].filter((kind) => {
      const statement = node[kind] as { whereClause?: unknown } | undefined;
      return statement !== undefined && statement.whereClause === undefined;
    }),
  );
}

/** Texts in a parsed one: `execute 'delete from …'` hides a statement in a string. */
const hiddenStatements = (tree: unknown): string[] =>
  [...nodes(tree)].flatMap(({ sval }) =>
    typeof sval === 'string' && /^\s*(update\s|delete\s+from\s)/i.test(sval) && !/\swhere\s/i.test(sval) ? [sval] : [],
  );

/** The statements and expressions of a PL/pgSQL body. An assignment `a := b` and a bare expression are parsed as what they select. */
async function bodyOf(definition: string): Promise<unknown[]> {
  const queries = [...nodes(await parsePlPgSQL(definition))].flatMap(({ query }) =>
    typeof query === 'string' ? [query.replace(/^\s*[\w.[\]]+\s*:?=(?!=)/, '')] : [],
  );
  return Promise.all(queries.map((query) => parse(query).catch(() => parse(`select ${query}`))));
}

async function treesOf(language: string, definition: string, source: string): Promise<unknown[]> {
  return language === 'sql' ? [await parse(source)] : bodyOf(definition);
}

async function faultsOf(language: string, definition: string, source: string): Promise<string[]> {
  const trees = await treesOf(language, definition, source);
  return trees.flatMap((tree) => [...wholeTableChanges(tree), ...hiddenStatements(tree)]);
}

test('no function updates or deletes without saying which rows', async () => {
  const functions = await database.sql<{ name: string; language: string; definition: string; source: string }[]>`
    select p.oid::regprocedure::text as name, l.lanname as language, pg_get_functiondef(p.oid) as definition, p.prosrc as source
    from pg_proc as p
    join pg_language as l on l.oid = p.prolang
    where p.pronamespace in ('public'::regnamespace, 'private'::regnamespace) and l.lanname in ('sql', 'plpgsql')
      and not exists (select from pg_depend as d where d.objid = p.oid and d.deptype = 'e')`;
  expect(functions.length).toBeGreaterThan(50);
  const faults: string[] = [];
  for (const { name, language, definition, source } of functions) {
    for (const fault of await faultsOf(language, definition, source)) faults.push(`${name}: ${fault}`);
  }
  expect(faults).toEqual([]);
});

const plpgsql = (body: string) => `create function f() returns void language plpgsql as $$ begin ${body} end; $$`;

test.each([
  ['a statement', plpgsql('update a set x = 1;')],
  ['a deletion in a branch', plpgsql('if true then delete from a; end if;')],
  [
    'a statement with a common table expression',
    plpgsql('with gone as (delete from a returning *) insert into b select * from gone;'),
  ],
  [
    'a loop over what it changed',
    plpgsql('for r in update a set x = 1 returning * loop null; end loop;').replace('begin', 'declare r record; begin'),
  ],
  ['a text that is executed', plpgsql(`execute format('delete from %I', 'a');`)],
])('%s without where is found', async (_what, definition) => {
  expect(await faultsOf('plpgsql', definition, '')).toHaveLength(1);
});

test.each([
  plpgsql('update a set x = b.x from b where b.id = a.id;'),
  plpgsql('insert into a values (1) on conflict (id) do update set x = 2;'),
  plpgsql(`execute format('delete from %I where true', 'a');`),
])('what names its rows passes', async (definition) => {
  expect(await faultsOf('plpgsql', definition, '')).toEqual([]);
});
