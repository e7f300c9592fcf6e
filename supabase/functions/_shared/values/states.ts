import { isAbsent, Misread } from './misread.ts';

const NAMES: Record<string, string> = {
  ACRE: 'AC',
  ALAGOAS: 'AL',
  AMAPA: 'AP',
  AMAZONAS: 'AM',
  BAHIA: 'BA',
  CEARA: 'CE',
  'DISTRITO FEDERAL': 'DF',
  'ESPIRITO SANTO': 'ES',
  GOIAS: 'GO',
  MARANHAO: 'MA',
  'MATO GROSSO': 'MT',
  'MATO GROSSO DO SUL': 'MS',
  'MINAS GERAIS': 'MG',
  PARA: 'PA',
  PARAIBA: 'PB',
  PARANA: 'PR',
  PERNAMBUCO: 'PE',
  PIAUI: 'PI',
  'RIO DE JANEIRO': 'RJ',
  'RIO GRANDE DO NORTE': 'RN',
  'RIO GRANDE DO SUL': 'RS',
  RONDONIA: 'RO',
  RORAIMA: 'RR',
  'SANTA CATARINA': 'SC',
  'SAO PAULO': 'SP',
  SERGIPE: 'SE',
  TOCANTINS: 'TO',
};
const STATES = new Map([...Object.entries(NAMES), ...Object.values(NAMES).map((code) => [code, code] as const)]);

/** EX is how tax documents write a place outside Brazil. */
const ABROAD = ['EX', 'EXTERIOR'];

/**
 * The two letters of a state (UF), null when there is none or the place is abroad. Read are code and name in any case, with or
 * without accents, and both together ("SP - São Paulo").
 */
export function readState(value: unknown): string | null {
  if (isAbsent(value)) return null;
  if (typeof value !== 'string') throw new Misread('não é uma UF');
  const known = STATES.get(value);
  if (known !== undefined) return known;
  const parts = value
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toUpperCase()
    .split(/[^A-Z ]+/)
    .map((part) =>
      part
        .replace(/ +/g, ' ')
        .replace(/^ ?ESTADO D[EAO] /, '')
        .trim(),
    )
    .filter((part) => part !== '');
  if (parts.length > 0 && parts.every((part) => ABROAD.includes(part))) return null;
  const [state, ...others] = new Set(parts.map((part) => STATES.get(part)));
  if (state === undefined || others.length > 0) throw new Misread('não é uma UF');
  return state;
}
