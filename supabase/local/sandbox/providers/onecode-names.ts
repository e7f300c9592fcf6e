import type { Company } from '../world/companies.ts';
import { hash32, pick } from '../world/hash.ts';

const PEOPLE = ['Maria', 'João', 'Ana Paula', 'Carlos', 'Fernanda', 'Rafael', 'Juliana', 'Sr. Antônio'] as const;
const DEPARTMENTS = ['Financeiro', 'Fiscal', 'RH', 'Contas a pagar', 'Diretoria'] as const;
const SUFFIXES = ['LTDA', 'LTDA ME', 'ME', 'EPP', 'LTDA EPP', 'EIRELI', 'S.A.'] as const;
const COMPANY_FORM = /[\s,-]+(LTDA|ME|EPP|EIRELI|S[./]?A\.?)$/i;

function plain(name: string): string {
  return name.normalize('NFD').replace(/\p{M}/gu, '');
}

function withoutForm(name: string): string {
  let rest = name.trim();
  while (COMPANY_FORM.test(rest)) rest = rest.replace(COMPANY_FORM, '');
  return rest;
}

/** Slips of the keyboard: a letter left out, doubled, or two exchanged. */
function mistype(name: string, seed: string, slips: number): string {
  let text = name;
  for (let n = 0; n < slips; n += 1) {
    const at = 1 + (hash32(`${seed}:slip:${n}`) % Math.max(1, text.length - 2));
    const kind = hash32(`${seed}:kind:${n}`) % 3;
    const letter = text.charAt(at);
    if (kind === 0) text = text.slice(0, at) + text.slice(at + 1);
    else if (kind === 1) text = text.slice(0, at) + letter + text.slice(at);
    else text = text.slice(0, at) + text.charAt(at + 1) + letter + text.slice(at + 2);
  }
  return text;
}

/**
 * The name that somebody at the office gave a contact of a company. Of twenty: nine are the legal name (as it is, upper
 * case, without accents), five have another legal form or none, three have slips, one is the trade name, one is cut, and
 * one is written the wrong way round ("Maria - ACME LTDA"), so that what stands before " - " is a person.
 */
export function messyName(company: Company, seed: string): string {
  const who = pick(`${seed}:who`, hash32(`${seed}:dept`) % 2 === 0 ? PEOPLE : DEPARTMENTS);
  const base = withoutForm(company.legalName);
  const kind = hash32(`${seed}:style`) % 20;
  if (kind < 3) return `${company.legalName} - ${who}`;
  if (kind < 6) return `${company.legalName.toUpperCase()} - ${who}`;
  if (kind < 9) return `${plain(company.legalName)} - ${who}`;
  if (kind < 12) return `${plain(base).toUpperCase()} - ${who}`;
  if (kind < 14) return `${base} ${pick(`${seed}:form`, SUFFIXES)} - ${who}`;
  if (kind < 16) return `${mistype(base, seed, 1)} - ${who}`;
  if (kind < 17) return `${mistype(plain(base).toUpperCase(), seed, 3)} - ${who}`;
  if (kind < 18) return `${company.tradeName === '' ? base : company.tradeName} - ${who}`;
  if (kind < 19) return `${base.slice(0, Math.ceil(base.length * 0.75))} - ${who}`;
  return `${pick(`${seed}:person`, PEOPLE)} - ${company.legalName}`;
}

/** A contact who has nothing to do with any company. */
export function strangerName(seed: string): string {
  return `${pick(`${seed}:stranger`, PEOPLE)} ${pick(`${seed}:note`, ['(entregador)', 'Silva', 'vizinha', 'TI'])}`;
}
