import { beforeAll, describe, expect, test } from 'vitest';
import { testDatabase } from '../../support/database/database.ts';
import { createTenant, required, type Tenant } from '../../support/database/fixtures.ts';
import { storeCompanies } from '../../support/database/synced-data.ts';

const database = testDatabase();

const COMPANIES = [
  { document: '10000000000145', legal_name: 'Padaria São João Ltda - ME', trade_name: 'Pão Quente' },
  { document: '10000000000226', legal_name: 'ACME COMERCIO DE FERRAGENS LTDA', trade_name: null },
  { document: '10000000000307', legal_name: 'Banco do Brasil S.A.', trade_name: 'BCO DO BRASIL S.A.' },
  { document: '10000000000498', legal_name: 'Construtora Sá Eireli', trade_name: null },
  { document: '10000000000579', legal_name: 'Me Leva Transportes Ltda ME', trade_name: null },
  { document: '10000000000650', legal_name: 'PICPAY BANK - BANCO MÚLTIPLO S.A', trade_name: null },
  // One firm, head office and branch.
  { document: '20000000000280', legal_name: 'Rede Farma S/A', trade_name: null },
  { document: '20000000000107', legal_name: 'Rede Farma S/A', trade_name: null },
  // Two firms of one trade name.
  { document: '30000000000152', legal_name: 'Silva & Souza Alimentos Ltda', trade_name: 'Sabor da Terra' },
  { document: '40000000000106', legal_name: 'Oliveira Refeições Ltda', trade_name: 'SABOR DA TERRA' },
];

let tenant: Tenant;
beforeAll(async () => {
  tenant = await createTenant(database.sql);
  await storeCompanies(database.sql, tenant, COMPANIES);
});

/** Whom the name of a contact is matched to. */
async function match(name: string, of: Tenant = tenant) {
  const [row] = await database.sql<{ status: string; document: string | null; similarity: number | null }[]>`
    select coalesce(m.match_status, 'ignored') as status, c.document, m.similarity
    from private.comparable_name(private.name_before_dash(${name})) as wanted
    left join private.match_names(${of.id}, array[wanted]) as m on true
    left join public.companies as c on c.id = m.company_id`;
  return required(row);
}

describe('sure', () => {
  test.for([
    ['the legal name', 'Padaria São João Ltda - ME', '10000000000145'],
    ['with a person behind it', 'ACME COMERCIO DE FERRAGENS LTDA - Maria', '10000000000226'],
    ['in other letters and without accents', 'padaria sao joao - Financeiro', '10000000000145'],
    ['with another legal form', 'Acme Comércio de Ferragens EIRELI - João', '10000000000226'],
    ['without its legal form', 'Banco do Brasil - Ana', '10000000000307'],
    ['with S/A for S.A.', 'Banco do Brasil S/A', '10000000000307'],
    ['by the trade name', 'Pão Quente - Balcão', '10000000000145'],
    ['with a long dash', 'Pão Quente – Balcão', '10000000000145'],
    ['by the part of the legal name before its own dash', 'PicPay Bank - Rafael', '10000000000650'],
    ['with words in another order', 'Ferragens Acme Comercio de - Maria', '10000000000226'],
    ['a surname that looks like a legal form', 'Construtora Sá - Obra', '10000000000498'],
    ['a word that looks like a legal form', 'Me Leva Transportes', '10000000000579'],
    ['with one letter too many in a long name', 'Acme Comercio de Ferragenss - Maria', '10000000000226'],
  ] as const)('%s: %s', async ([, name, document]) => {
    expect(await match(name)).toMatchObject({ status: 'matched', document });
  });

  test('of a firm with branches the head office is taken', async () => {
    expect(await match('Rede Farma - Compras')).toEqual({
      status: 'matched',
      document: '20000000000107',
      similarity: 1,
    });
  });
});

describe('for review', () => {
  test.for([
    ['a slip in a short name', 'Padaria São Jooão - Maria', '10000000000145'],
    ['a name that was cut', 'Acme Comercio de Ferr - Maria', '10000000000226'],
  ] as const)('%s: %s', async ([, name, document]) => {
    const found = await match(name);
    expect(found).toMatchObject({ status: 'review', document });
    expect(required(found.similarity)).toBeGreaterThanOrEqual(0.7);
    expect(required(found.similarity)).toBeLessThan(0.85);
  });

  test('a name that two firms have, because only a person can tell', async () => {
    expect(await match('Sabor da Terra - Pedidos')).toMatchObject({ status: 'review', similarity: 1 });
  });
});

describe('nobody', () => {
  test.for([
    ['a person', 'Maria Silva'],
    ['a name written the wrong way round', 'Maria - ACME COMERCIO DE FERRAGENS LTDA'],
    ['a part that word_similarity would call equal', 'Banco'],
    ['another company of the same trade', 'Padaria São Pedro - Maria'],
    ['a company of the same form', 'Ferragens Ltda'],
    ['a legal form alone', 'LTDA ME'],
    ['nothing before the dash', ' - Maria'],
    ['only signs', '😀😀'],
    ['nothing', ''],
  ] as const)('%s: %s', async ([, name]) => {
    expect(await match(name)).toEqual({ status: 'ignored', document: null, similarity: null });
  });

  test('a company of another tenant', async () => {
    expect(await match('Banco do Brasil', await createTenant(database.sql))).toMatchObject({ status: 'ignored' });
  });
});

test('the thresholds are settings', async () => {
  const { sql } = database;
  await sql`update private.queue_settings set contact_matched_from = 0.7`;
  expect(await match('Padaria São Jooão - Maria')).toMatchObject({ status: 'matched' });
  await sql`update private.queue_settings set contact_matched_from = 0.99, contact_review_from = 0.95`;
  expect(await match('Padaria São Jooão - Maria')).toMatchObject({ status: 'ignored' });
  await sql`update private.queue_settings set contact_matched_from = default, contact_review_from = default`;
});
