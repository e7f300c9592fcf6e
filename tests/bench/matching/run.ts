import type { Sql } from '../../support/database/database.ts';
import { cnpj } from '../../support/database/documents.ts';
import { createTenant } from '../../support/database/fixtures.ts';
import { startServer } from '../server.ts';
import { matchLabelled, scoreOf } from './labelled.ts';

/**
 * `npm run bench:matching`: how right automatic matches are, on the labelled contacts that the rules were tuned on and on those they were
 * not, and how long a page takes among very many companies of nearly one name. Times are those of the machine.
 */

const PAGE = 500;
const COMPANIES = 10_000;
const FIRST = ['Estrela', 'Aurora', 'Alvorada', 'Primavera', 'Horizonte', 'Esperança', 'Progresso', 'União', 'Vitória'];
const SECOND = ['Norte', 'Sul', 'Leste', 'Oeste', 'Centro', 'Serra', 'Vale', 'Mar', 'Campo', 'Lago', 'Porto'];

const nameOf = (n: number) =>
  `Comércio de Alimentos ${FIRST[n % FIRST.length]} do ${SECOND[n % SECOND.length]} ${n} Ltda`;

/** What people make of a name, the costliest last. */
const WAYS: [way: string, written: (name: string, n: number) => string][] = [
  ['as they are', (name) => `${name} - Maria`],
  ['of another number', (name, n) => name.replace(String(n), String(n + COMPANIES))],
  ['with a word more', (name) => name.replace(' do ', ' Xingu do ')],
  ['with a slip', (name) => name.replace(/(?<=Alim)en/, 'ne')],
];

async function timePages(sql: Sql): Promise<[way: string, milliseconds: number][]> {
  const tenant = await createTenant(sql);
  const numbers = Array.from({ length: COMPANIES }, (_, n) => n + 1);
  await sql`
    insert into public.companies (tenant_id, document, legal_name, content_hash)
    select ${tenant.id}, document, name, ''
    from unnest(${numbers.map(nameOf)}::text[], ${numbers.map(cnpj)}::text[]) as c (name, document)`;
  const page = numbers.filter((n) => n % (COMPANIES / PAGE) === 0);
  const times: [string, number][] = [];
  for (const [way, written] of WAYS) {
    const names = page.map((n) => written(nameOf(n), n));
    const startedAt = performance.now();
    await sql`select count(*) from private.match_names(${tenant.id}, ${names})`;
    times.push([way, performance.now() - startedAt]);
  }
  return times;
}

const server = await startServer(false);
let isMet = true;
const check = (isGood: boolean) => {
  isMet &&= isGood;
  return isGood ? '✓' : '✗';
};
try {
  const { sql } = await server.create('matching');
  const outcomes = await matchLabelled(sql);
  for (const part of ['tuning', 'reporting'] as const) {
    const score = scoreOf(outcomes.filter((outcome) => outcome.part === part));
    console.log(`${part}: ${score.labelled} labelled contacts, ${score.withCompany} of them have a company`);
    console.log(`  precision ${score.precision.toFixed(3)} of ${score.automatic} automatic matches (aim 0.99)`);
    console.log(`  recall    ${score.recall.toFixed(3)} (aim 0.85)`);
    for (const contact of score.wrong) console.log(`  wrong: ${contact}`);
    if (part === 'reporting')
      console.log(`  aims of this part ${check(score.precision >= 0.99 && score.recall >= 0.85)}`);
  }
  for (const [way, milliseconds] of await timePages(sql)) {
    console.log(
      `${PAGE} contacts ${way}, ${COMPANIES} companies: ${Math.round(milliseconds)} ms ${check(milliseconds < 2_000)}`,
    );
  }
} finally {
  await server.close();
}
process.exitCode = isMet ? 0 : 1;
