import { guid, hash32, pick, rememberLast } from '../world/hash.ts';
import { wallDateTime } from '../world/wall-clock.ts';
import { clientId, partyAt, partyCount } from './bomcontrole-parties.ts';
import type { Row } from './provider.ts';

/** One instalment. Times are wall clocks; `settles` may lie in the future: until then the instalment is open. */
export interface Movement {
  index: number;
  party: number;
  isExpense: boolean;
  month: number;
  due: number;
  created: number;
  settles: number | null;
  cents: number;
}

/** What a movement looks like at one moment to one token. */
export interface Moment {
  companies: number;
  wallNow: number;
  changed: number;
  changedAt: number;
}

const DAY_MS = 86_400_000;
const FIRST_MONTH = -3;
const LAST_MONTH = 2;
const EXPENSES_PER_MONTH = 12;
const METHODS = ['Boleto', 'Pix', 'Transferência', 'Cartão de crédito'] as const;

function build(seed: string, index: number, party: number, month: number, isExpense: boolean): Movement {
  const day = pick(`${seed}:day`, [5, 10, 15, 20, 25]);
  const due = month + (day - 1) * DAY_MS;
  // Four of five are paid, from three days early to twelve days late, during business hours; the others stay open.
  const paid = hash32(`${seed}:paid`) % 5 > 0;
  const lag = (hash32(`${seed}:lag`) % 16) - 3;
  const second = 9 * 3_600 + (hash32(`${seed}:second`) % (9 * 3_600));
  return {
    index,
    party,
    isExpense,
    month,
    due,
    // Long enough before, so that no instalment is younger than today, whatever the month.
    created: due - 120 * DAY_MS + second * 1_000,
    settles: paid ? due + lag * DAY_MS + second * 1_000 : null,
    cents: 15_000 + (hash32(`${seed}:cents`) % 400_000),
  };
}

/** What a movement is made from: the same for a party and month on every day, so that identifiers are stable. */
function seedOf(document: string, month: number, isExpense: boolean): string {
  return `${document}:${wallDateTime(month).slice(0, 7)}:${isExpense ? 'expense' : 'income'}`;
}

function buildAll(key: string): readonly Movement[] {
  const [companies = 0, year = 0, month = 0] = key.split(':').map(Number);
  const all: Movement[] = [];
  const add = (party: number, offset: number, isExpense: boolean): void => {
    const start = Date.UTC(year, month + offset, 1);
    const seed = seedOf(partyAt(party, companies).document, start, isExpense);
    all.push(build(seed, all.length, party, start, isExpense));
  };
  for (let party = 0; party < partyCount(companies); party += 1) {
    for (let offset = FIRST_MONTH; offset <= LAST_MONTH; offset += 1) add(party, offset, false);
  }
  for (let offset = FIRST_MONTH; offset <= LAST_MONTH; offset += 1) {
    for (let party = 0; party < Math.min(EXPENSES_PER_MONTH, companies); party += 1) add(party, offset, true);
  }
  return all.sort((one, other) => one.due - other.due || one.index - other.index);
}

const remembered = rememberLast(2, buildAll);

/** All movements by due date: for each party one receivable a month, three months back to two ahead; a few expenses. */
export function movementsOf(moment: Moment): readonly Movement[] {
  const now = new Date(moment.wallNow);
  return remembered(`${moment.companies}:${now.getUTCFullYear()}:${now.getUTCMonth()}`);
}

/** When the movement was paid, or null while it is open. */
export function settledAt(movement: Movement, moment: Moment): number | null {
  return movement.settles !== null && movement.settles <= moment.wallNow ? movement.settles : null;
}

/** When the movement was last changed: created, paid, or changed by the token's settings. */
export function updatedAt(movement: Movement, moment: Moment): number {
  const own = settledAt(movement, moment) ?? movement.created;
  return movement.index < moment.changed ? Math.max(own, moment.changedAt) : own;
}

/** The provider's status of a movement. */
export function statusOf(movement: Movement, moment: Moment): 'Quitado' | 'Atrasado' | 'Agendado' {
  if (settledAt(movement, moment) !== null) return 'Quitado';
  return movement.due + DAY_MS <= moment.wallNow ? 'Atrasado' : 'Agendado';
}

/** A movement as Financeiro/PesquisaDetalhada writes it. */
export function movementRow(movement: Movement, moment: Moment): Row {
  const party = partyAt(movement.party, moment.companies);
  const seed = seedOf(party.document, movement.month, movement.isExpense);
  const settled = settledAt(movement, moment);
  const cents = movement.cents + (movement.index < moment.changed ? 1_000 : 0);
  return {
    IdMovimentacaoFinanceiraParcela: guid(seed),
    Debito: movement.isExpense,
    DataVencimento: wallDateTime(movement.due),
    DataCompetencia: wallDateTime(movement.month),
    DataQuitacao: settled === null ? null : wallDateTime(settled),
    Valor: cents / 100,
    NomeFormaPagamento: pick(`${seed}:method`, METHODS),
    NumeroParcela: 1,
    QuantidadeParcela: 1,
    IdCliente: clientId(party),
    NomeClienteFornecedor: party.name,
    DocumentoClienteFornecedor: party.document,
    DataUltimaAlteracao: wallDateTime(updatedAt(movement, moment)),
    IdFatura: hash32(`${seed}:invoice`) % 1_000_000,
  };
}
