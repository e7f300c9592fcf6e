import { describe, expect, test } from 'vitest';
import { mapRecords, type RecordMapper } from '../../../../supabase/functions/_shared/provider/map-records.ts';
import { companies, companyKey } from '../../../../supabase/functions/sync-acessorias/company.ts';
import { movementKey, receivables } from '../../../../supabase/functions/sync-bomcontrole/receivable.ts';
import { contactKey, contacts } from '../../../../supabase/functions/sync-onecode-contacts/contact.ts';

/** One record as the page is stored: what is undefined is not sent. */
function map<Row extends object>(mapper: RecordMapper<Row>, record: unknown) {
  const { rows, problems, skipped } = mapRecords([record], 'página 2', { credential: 'x-secret' }, mapper);
  return { row: JSON.parse(JSON.stringify(rows[0] ?? null)), problems, skipped };
}
const STORED = '; o restante foi gravado';
const reasons = ({ problems }: ReturnType<typeof map>) =>
  problems.map(({ reason, is_stored }) => (is_stored ? reason.replace(STORED, '') : reason));

describe('a company of Acessórias', () => {
  const record = {
    ID: '101',
    Identificador: '00.000.000/0001-91',
    Razao: ' Banco do Brasil S.A. ',
    Fantasia: '',
    Status: 'Ativa',
    Telefone: '',
    UF: 'DF',
    ClienteDesde: '0000-00-00',
    DataDoCadastro: '2025-03-07',
    Honorario: '0.00',
    Regime: 'Lucro Real',
  };
  const company = {
    document: '00000000000191',
    external_id: '101',
    legal_name: 'Banco do Brasil S.A.',
    trade_name: null,
    is_active: true,
    phone: null,
    state: 'DF',
    tax_regime: 'Lucro Real',
    company_group: null,
    registered_on: '2025-03-07',
    customer_since: null,
    customer_until: null,
    monthly_fee: '0.00',
  };

  test('is read with empty values as none', () => {
    expect(map(companies, record)).toEqual({ row: company, problems: [], skipped: 0 });
  });

  test('is read in the spellings of other offices', () => {
    const other = {
      ...record,
      ID: 101,
      Identificador: '12.abc.345/01de-35',
      Razao: 'Silva &amp; Souza',
      Status: 'Inativo',
      UF: 'Distrito Federal',
      ClienteDesde: '07/03/2025',
      Honorario: 'R$ 1.234,56',
    };
    expect(map(companies, other)).toMatchObject({
      row: {
        document: '12ABC34501DE35',
        external_id: '101',
        legal_name: 'Silva & Souza',
        is_active: false,
        state: 'DF',
        customer_since: '2025-03-07',
        monthly_fee: '1234.56',
      },
      problems: [],
    });
  });

  test.for([[''], [undefined], [null]] as const)('without a status (%s) keeps the one that is known', ([Status]) => {
    const { row, problems } = map(companies, { ...record, Status });
    expect(row).not.toHaveProperty('is_active');
    expect(problems).toEqual([]);
  });

  test('is stored without the fields that cannot be understood, and says which', () => {
    const bad = { ...record, UF: 'Lisboa', Honorario: '1.234', DataDoCadastro: '31/02/2025', Status: 'Talvez' };
    const answer = map(companies, bad);
    const { state, monthly_fee, registered_on, is_active, ...others } = company;
    expect(answer.row).toEqual(others);
    expect(reasons(answer)).toEqual([
      'Status: não diz se está ativa ou inativa (veio "Talvez")',
      'UF: não é uma UF (veio "Lisboa")',
      'DataDoCadastro: é um dia que não existe (veio "31/02/2025")',
      'Honorario: não diz se "." separa milhares ou centavos (veio "1.234")',
    ]);
    expect(answer.problems.every((problem) => problem.is_stored)).toBe(true);
  });

  test('has its trade name for a legal name that is empty', () => {
    expect(map(companies, { ...record, Razao: '', Fantasia: 'BB' }).row).toMatchObject({ legal_name: 'BB' });
  });

  test.for([
    [
      'a document with wrong check digits',
      { ...record, Identificador: '11.111.111/1111-12' },
      'Identificador: os dígitos verificadores do CNPJ não conferem (veio "11.111.111/1111-12")',
    ],
    ['no document', { ...record, Identificador: '' }, 'Identificador: está vazio'],
    ['no name', { ...record, Razao: '' }, 'Razao: está vazio'],
    ['a name that is no text', { ...record, Razao: {}, Fantasia: 'BB' }, 'Razao: não é um texto (veio um objeto)'],
    ['an id that is no id', { ...record, ID: {} }, 'ID: não é um identificador (veio um objeto)'],
    ['a text instead of an object', 'x', 'o registro não é um objeto'],
    ['null instead of an object', null, 'o registro não é um objeto'],
  ] as const)('with %s is a problem, and nothing is stored', ([, broken, reason]) => {
    const answer = map(companies, broken);
    expect(answer).toMatchObject({ row: null, skipped: 0 });
    expect(reasons(answer)).toEqual([reason]);
    expect(answer.problems[0]?.item).toContain('página 2, linha 1');
    expect(answer.problems[0]).not.toHaveProperty('is_stored');
  });

  test('is identified by its id, else by its document', () => {
    expect(companyKey(record)).toBe('101');
    expect(companyKey({ ...record, ID: '' })).toBe('00.000.000/0001-91');
    expect(companyKey({})).toBeNull();
    expect(companyKey(null)).toBeNull();
  });
});

describe('a movement of Bom Controle', () => {
  const record = {
    IdMovimentacaoFinanceiraParcela: '3F2504E0-4F89-11D3-9A0C-0305E82C3301',
    Debito: false,
    DataVencimento: '2026-11-10T00:00:00',
    DataCompetencia: '2026-11-01T00:00:00',
    DataQuitacao: null,
    Valor: 1234.5,
    NomeFormaPagamento: 'Boleto',
    NumeroParcela: 1,
    QuantidadeParcela: 12,
    NomeClienteFornecedor: 'Banco do Brasil S.A.',
    DocumentoClienteFornecedor: '00000000000191',
    IdFatura: 42,
  };
  const receivable = {
    guid: '3f2504e0-4f89-11d3-9a0c-0305e82c3301',
    document: '00000000000191',
    customer_name: 'Banco do Brasil S.A.',
    due_on: '2026-11-10',
    competence_on: '2026-11-01',
    paid_on: null,
    amount: '1234.50',
    payment_method: 'Boleto',
    installment: 1,
    installments: 12,
    invoice_id: '42',
  };

  test('is read as a receivable', () => {
    expect(map(receivables, record)).toEqual({ row: receivable, problems: [], skipped: 0 });
  });

  test('without a document is one of nobody, which is no problem', () => {
    for (const DocumentoClienteFornecedor of ['', null, undefined]) {
      const answer = map(receivables, { ...record, DocumentoClienteFornecedor });
      expect(answer).toEqual({ row: { ...receivable, document: null }, problems: [], skipped: 0 });
    }
  });

  test('with a document that is none is stored without it, and says so', () => {
    const answer = map(receivables, { ...record, DocumentoClienteFornecedor: '11.111.111/1111-12' });
    const { document, ...others } = receivable;
    expect(answer.row).toEqual(others);
    expect(answer.problems).toEqual([
      {
        item: 'página 2, linha 1, Banco do Brasil S.A',
        reason:
          'DocumentoClienteFornecedor: os dígitos verificadores do CNPJ não conferem (veio "11.111.111/1111-12"); o restante foi gravado',
        is_stored: true,
      },
    ]);
  });

  test.for([
    ['no id', { IdMovimentacaoFinanceiraParcela: undefined }, 'IdMovimentacaoFinanceiraParcela: está vazio'],
    ['an id that is no guid', { IdMovimentacaoFinanceiraParcela: '42' }, 'não é um guid (veio "42")'],
    ['no due date', { DataVencimento: '0001-01-01T00:00:00' }, 'DataVencimento: está vazio'],
    ['an impossible due date', { DataVencimento: '31/02/2026' }, 'DataVencimento: é um dia que não existe'],
    ['an amount in words', { Valor: 'mil' }, 'Valor: não é um valor em dinheiro (veio "mil")'],
    ['an amount that may be two', { Valor: '1.234' }, 'Valor: não diz se "." separa milhares ou centavos'],
    ['a side that is neither', { Debito: 'talvez' }, 'Debito: não é sim nem não (veio "talvez")'],
  ] as const)('with %s is a problem, and nothing is stored', ([, broken, reason]) => {
    const answer = map(receivables, { ...record, ...broken });
    expect(answer).toMatchObject({ row: null, skipped: 0 });
    expect(reasons(answer)).toEqual([expect.stringContaining(reason)]);
  });

  test.for([[true], ['true'], [1], ['S']] as const)(
    'is an expense, and none of ours, when Debito is %s',
    ([Debito]) => {
      expect(map(receivables, { ...record, Debito })).toEqual({ row: null, problems: [], skipped: 1 });
    },
  );

  test.for([[false], ['false'], [0], [undefined]] as const)('is income when Debito is %s', ([Debito]) => {
    expect(map(receivables, { ...record, Debito })).toEqual({ row: receivable, problems: [], skipped: 0 });
  });

  test.for([[null], [''], ['  ']] as const)('is income, and says so, when Debito is empty: "%s"', ([Debito]) => {
    const answer = map(receivables, { ...record, Debito });
    expect(answer.row).toEqual(receivable);
    expect(reasons(answer)).toEqual(['Debito: não diz se é receita ou despesa, lido como receita (vazio)']);
  });

  test('is identified by its guid', () => {
    expect(movementKey(record)).toBe('3F2504E0-4F89-11D3-9A0C-0305E82C3301');
    expect(movementKey({})).toBeNull();
    expect(movementKey(null)).toBeNull();
  });
});

describe('a contact of OneCode', () => {
  const record = {
    id: 7,
    name: 'ACME LTDA - Maria',
    number: '5511900000000',
    email: 'Maria@Acme.test',
    isGroup: false,
  };
  const contact = { external_id: '7', name: 'ACME LTDA - Maria', number: '5511900000000', email: 'maria@acme.test' };

  test('is read, whatever the number is called', () => {
    const { number, ...others } = record;
    for (const spelled of [
      record,
      { ...others, phone: number },
      { ...others, number: `${number}@s.whatsapp.net` },
      { ...others, number: '+55 (11) 90000-0000' },
    ]) {
      expect(map(contacts, spelled)).toEqual({ row: contact, problems: [], skipped: 0 });
    }
  });

  test('needs only an id', () => {
    expect(map(contacts, { id: 'abc' })).toEqual({
      row: { external_id: 'abc', name: null, number: null, email: null },
      problems: [],
      skipped: 0,
    });
    expect(reasons(map(contacts, { name: 'ACME' }))).toEqual(['id: está vazio']);
    expect(map(contacts, { name: 'ACME' }).problems[0]?.item).toBe('página 2, linha 1, ACME');
    expect(reasons(map(contacts, null))).toEqual(['o registro não é um objeto']);
  });

  test('two ids that only a double calls equal are two contacts or a problem', () => {
    expect(map(contacts, { id: '9007199254740993' }).row).toMatchObject({ external_id: '9007199254740993' });
    expect(reasons(map(contacts, { id: 9_007_199_254_740_992 }))).toEqual([
      'id: o número não pôde ser lido sem perda de dígitos (veio "9007199254740992")',
    ]);
  });

  test('is stored without a number or an address that is none, and says so', () => {
    const answer = map(contacts, { ...record, number: { valor: 1 }, email: 'sem arroba' });
    expect(answer.row).toEqual({ external_id: '7', name: 'ACME LTDA - Maria' });
    expect(reasons(answer)).toEqual([
      'number: não é um telefone (veio um objeto)',
      'email: não é um endereço de e-mail (veio "sem arroba")',
    ]);
  });

  test('with an internal id of WhatsApp has no number, which is no problem', () => {
    const answer = map(contacts, { ...record, number: '261254371377275@lid' });
    expect(answer).toEqual({ row: { ...contact, number: null }, problems: [], skipped: 0 });
  });

  test.for([
    [{ isGroup: true }],
    [{ isGroup: 'true' }],
    [{ isGroup: 1 }],
    [{ number: '120363012345@g.us' }],
    [{ number: '120363025246125486@newsletter' }],
    [{ number: 'status@broadcast' }],
  ] as const)('is a group or a channel, and none of ours: %j', ([fields]) => {
    expect(map(contacts, { ...record, ...fields })).toEqual({ row: null, problems: [], skipped: 1 });
  });

  test('is identified by its id', () => {
    expect(contactKey(record)).toBe('7');
    expect(contactKey({})).toBeNull();
  });
});
