import { describe, expect, test } from 'vitest';
import { companyKey, toCompany } from '../../../../supabase/functions/sync-acessorias/company.ts';
import { isExpense, movementKey, toReceivable } from '../../../../supabase/functions/sync-bomcontrole/receivable.ts';
import { contactKey, isGroup, toContact } from '../../../../supabase/functions/sync-onecode-contacts/contact.ts';

const where = 'página 2, linha 1';

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

  test('is read with empty values as none', () => {
    expect(toCompany(record, where)).toEqual({
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
    });
  });

  test('is active only when the provider says so, in any case', () => {
    expect(toCompany({ ...record, Status: 'ATIVA' }, where)).toMatchObject({ is_active: true });
    for (const Status of ['Inativa', '', undefined]) {
      expect(toCompany({ ...record, Status }, where)).toMatchObject({ is_active: false });
    }
  });

  test.for([
    [
      'an invalid document',
      { ...record, Identificador: '11.111.111/1111-12' },
      'os dígitos verificadores do CNPJ não conferem): 11.111.111/1111-12',
    ],
    ['no document', { ...record, Identificador: '' }, 'documento inválido (vazio): vazio'],
    ['no name', { ...record, Razao: '' }, 'sem razão social'],
    ['a text instead of an object', 'x', 'não é um objeto'],
    ['null instead of an object', null, 'não é um objeto'],
  ] as const)('becomes a problem that says where and why: %s', ([, broken, reason]) => {
    const problem = toCompany(broken, where);
    expect(problem).toMatchObject({ item: expect.stringContaining(where), reason: expect.stringContaining(reason) });
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

  test('is read as a receivable', () => {
    expect(toReceivable(record, where)).toEqual({
      guid: '3f2504e0-4f89-11d3-9a0c-0305e82c3301',
      document: '00000000000191',
      customer_name: 'Banco do Brasil S.A.',
      due_on: '2026-11-10',
      competence_on: '2026-11-01',
      paid_on: null,
      amount: '1234.5',
      payment_method: 'Boleto',
      installment: 1,
      installments: 12,
      invoice_id: '42',
    });
  });

  test('with a document that is none stays, without a document', () => {
    const receivable = toReceivable({ ...record, DocumentoClienteFornecedor: '11.111.111/1111-12' }, where);
    expect(receivable).toMatchObject({ document: null, amount: '1234.5' });
  });

  test.for([
    ['no id', { ...record, IdMovimentacaoFinanceiraParcela: undefined }, 'identificador inválido: vazio'],
    ['an id that is no guid', { ...record, IdMovimentacaoFinanceiraParcela: '42' }, 'identificador inválido: 42'],
    ['no due date', { ...record, DataVencimento: '0001-01-01T00:00:00' }, 'sem data de vencimento'],
    ['an amount in words', { ...record, Valor: 'mil' }, 'valor inválido: mil'],
    ['nothing at all', null, 'identificador inválido'],
  ] as const)('becomes a problem: %s', ([, broken, reason]) => {
    expect(toReceivable(broken, where)).toMatchObject({
      item: expect.stringContaining(where),
      reason: expect.stringContaining(reason),
    });
  });

  test('is an expense only when it says so', () => {
    expect([true, false, null, undefined].map((Debito) => isExpense({ Debito }))).toEqual([true, false, false, false]);
    expect(isExpense(null)).toBe(false);
    expect(movementKey({})).toBeNull();
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
    expect(toContact(record, where)).toEqual(contact);
    expect(toContact({ ...others, phone: number }, where)).toEqual(contact);
    expect(toContact({ ...others, number: `${number}@s.whatsapp.net` }, where)).toEqual(contact);
    expect(toContact({ ...others, number: '+55 (11) 90000-0000' }, where)).toEqual(contact);
  });

  test('needs only an id', () => {
    expect(toContact({ id: 'abc' }, where)).toEqual({ external_id: 'abc', name: null, number: null, email: null });
    expect(toContact({ id: 1, number: { valor: 1 }, email: 'sem arroba' }, where)).toMatchObject({
      number: null,
      email: null,
    });
    expect(toContact({ name: 'ACME' }, where)).toEqual({ item: `${where}, ACME`, reason: 'sem id' });
    expect(toContact(null, where)).toMatchObject({ reason: 'sem id' });
  });

  test('is a group by flag or by the form of its number', () => {
    expect(isGroup(record)).toBe(false);
    expect(isGroup({ ...record, isGroup: true })).toBe(true);
    expect(isGroup({ ...record, isGroup: 'true' })).toBe(true);
    expect(isGroup({ ...record, number: '120363012345@g.us' })).toBe(true);
    expect(contactKey(record)).toBe('7');
  });
});
