import type { SandboxSettings } from '../types.ts';
import { type Company, inventedEmail, inventedPhone } from '../world/companies.ts';
import { formatCnpj } from '../world/documents.ts';
import { hash32, pick } from '../world/hash.ts';
import type { Row } from './provider.ts';
import { hasFlag, type Query } from './query.ts';

const STATES = ['SP', 'RJ', 'MG', 'PR', 'RS', 'DF', 'BA', 'PE', 'SC', 'GO'] as const;
const REGIMES = ['Lucro Real', 'Lucro Presumido', 'Simples Nacional'] as const;
export const OBLIGATIONS = ['DCTFWeb', 'EFD-Contribuições', 'ECF', 'eSocial'] as const;

const NO_DATE = '0000-00-00';
const DAY_MS = 86_400_000;

/** A fixed date of the years 2018 to 2025; it must not move with today, or every run would see every company changed. */
function pastDate(seed: string): string {
  return new Date(Date.UTC(2018, 0, 1) + (hash32(seed) % 2_800) * DAY_MS).toISOString().slice(0, 10);
}

/** Whether a company is inactive: about one in fifty always is, and the first n when the token asks for it. */
export function isInactive(company: Company, settings: SandboxSettings): boolean {
  return company.index < (settings.inactive ?? 0) || hash32(`${company.cnpj}:inactive`) % 50 === 0;
}

function contacts(company: Company): Row[] {
  const count = hash32(`${company.cnpj}:contacts`) % 3;
  return ['financeiro', 'fiscal'].slice(0, count).map((mailbox, n) => ({
    Nome: `Contato ${n + 1}`,
    'E-mail': inventedEmail(company, mailbox),
    Celular: inventedPhone(`${company.cnpj}:${mailbox}`),
  }));
}

function obligations(company: Company): Row[] {
  return OBLIGATIONS.map((name) => {
    const seed = `${company.cnpj}:${name}`;
    return {
      Nome: name,
      Status: 'Ativa',
      Entregues: String(hash32(`${seed}:done`) % 12),
      Atrasadas: String(hash32(`${seed}:late`) % 3),
      Proximos30D: String(hash32(`${seed}:next`) % 4),
      'Futuras30+': String(hash32(`${seed}:later`) % 6),
    };
  });
}

/** One company as the provider writes it: every value a string, fields of a flag only when the flag is there. */
export function companyRow(company: Company, query: Query, settings: SandboxSettings): Row {
  const changed = company.index < (settings.changed ?? 0);
  const seed = company.cnpj;
  const since = pastDate(`${seed}:since`);
  const inactive = isInactive(company, settings);
  const hasPhone = changed || hash32(`${seed}:hasPhone`) % 4 > 0;
  const row: Row = {
    ID: String(101 + company.index),
    Identificador: formatCnpj(company.cnpj),
    Razao: company.legalName,
    Fantasia: changed ? `${company.tradeName} (nova marca)` : company.tradeName,
    Status: inactive ? 'Inativa' : 'Ativa',
    Telefone: hasPhone ? inventedPhone(changed ? `${seed}:changed` : seed) : '',
    UF: pick(`${seed}:state`, STATES),
    ClienteDesde: hash32(`${seed}:since`) % 5 === 0 ? NO_DATE : since,
    ClienteAte: inactive ? '2026-06-30' : NO_DATE,
    DataDoCadastro: since,
    Honorario: `${(hash32(`${seed}:fee`) % 40) * 100}.00`,
    DtLastDH: `${pastDate(`${seed}:last`)} ${changed ? '09:30:00' : '08:00:00'}`,
  };
  if (hasFlag(query, 'registrationData')) {
    row.Regime = pick(`${seed}:regime`, REGIMES);
    row.GrupoDeEmpresas = '';
  }
  if (hasFlag(query, 'contacts')) row.ContatosNaEmpresa = contacts(company);
  if (hasFlag(query, 'departments')) {
    row.Departamentos = [
      { ID: '1', Nome: 'Fiscal', RespNome: 'Responsável 1', RespEmail: 'fiscal@escritorio.test' },
      { ID: '2', Nome: 'Contábil', RespNome: 'Responsável 2', RespEmail: 'contabil@escritorio.test' },
    ];
  }
  if (hasFlag(query, 'obligations')) row.Obrigacoes = obligations(company);
  return row;
}
