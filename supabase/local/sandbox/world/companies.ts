import { readFileSync } from 'node:fs';
import { completeCnpj } from './documents.ts';
import { hash32, pick } from './hash.ts';

/** A company as all three providers know it. `cnpj` is its 14 characters without punctuation. */
export interface Company {
  index: number;
  cnpj: string;
  legalName: string;
  tradeName: string;
}

interface StoredCompany {
  cnpj: string;
  legalName: string;
  tradeName: string | null;
}

/** The most companies that a token can ask for; the sandbox keeps each of them in memory once. */
export const MAX_COMPANIES = 50_000;

const TRADES = [
  'Padaria',
  'Mercado',
  'Oficina',
  'Farmácia',
  'Transportes',
  'Confecções',
  'Gráfica',
  'Clínica',
] as const;
const NAMES = [
  'Jacarandá',
  'Ipê',
  'Araucária',
  'Aroeira',
  'Cambuí',
  'Guaçuí',
  'Paraíso',
  'São Judas',
  'Boa Vista',
] as const;
const FORMS = ['LTDA', 'LTDA ME', 'EIRELI', 'S.A.', 'LTDA EPP'] as const;

const known: Company[] = (
  JSON.parse(readFileSync(new URL('./data/companies.json', import.meta.url), 'utf8')) as StoredCompany[]
).map((stored, index) => ({
  index,
  cnpj: stored.cnpj.replace(/\D/g, ''),
  legalName: stored.legalName,
  tradeName: stored.tradeName ?? '',
}));

/** Number of real companies; what a token sees unless it is told otherwise. */
export const BASE_COMPANIES = known.length;

/**
 * The first 12 characters of an invented CNPJ, in a range that no company of the data file uses. Every third one has letters, as those
 * that are issued since July 2026 may have.
 */
function inventedBase(index: number): string {
  return index % 3 === 0 ? `X${index.toString(36).toUpperCase().padStart(7, '0')}0A1B` : `${99_900_000 + index}0001`;
}

/** An invented company. */
function synthetic(index: number): Company {
  const seed = `synthetic:${index}`;
  const name = `${pick(`${seed}:trade`, TRADES)} ${pick(`${seed}:name`, NAMES)} ${index + 1}`;
  return {
    index,
    cnpj: completeCnpj(inventedBase(index)),
    legalName: `${name} ${pick(`${seed}:form`, FORMS)}`,
    tradeName: name,
  };
}

/** The company at a position (0-based); positions beyond the data file are synthetic. */
export function companyAt(index: number): Company {
  while (known.length <= index) known.push(synthetic(known.length));
  const company = known[index];
  if (company === undefined) throw new Error(`Read company ${index}: the list has ${known.length}`);
  return company;
}

/** The companies of positions start (inclusive) to end (exclusive), cut to the `count` that exist for the caller. */
export function companiesBetween(start: number, end: number, count: number): Company[] {
  const rows: Company[] = [];
  for (let index = Math.max(0, start); index < Math.min(end, count); index += 1) rows.push(companyAt(index));
  return rows;
}

/** The company with this CNPJ among the first `count`. */
export function findCompany(cnpj: string, count: number): Company | undefined {
  return companiesBetween(0, count, count).find((company) => company.cnpj === cnpj);
}

/** An invented phone number: an area code and nine digits that begin with 90. */
export function inventedPhone(seed: string): string {
  const area = pick(`${seed}:area`, ['11', '21', '31', '41', '51', '61', '71', '81', '91']);
  return `${area}90${String(hash32(`${seed}:phone`) % 10_000_000).padStart(7, '0')}`;
}

/** An invented e-mail address in the reserved domain .test. */
export function inventedEmail(company: Company, mailbox: string): string {
  return `${mailbox}@${company.cnpj}.test`;
}
