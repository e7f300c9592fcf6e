import { BASE_COMPANIES } from '../world/companies.ts';
import { parseWallDateTime, wallClock } from '../world/wall-clock.ts';
import {
  type Moment,
  type Movement,
  movementRow,
  movementsOf,
  settledAt,
  statusOf,
  updatedAt,
} from './bomcontrole-movements.ts';
import { clientRow, partyAt, partyCount } from './bomcontrole-parties.ts';
import { type Provider, type ProviderAnswer, type ProviderRequest, type Row, windowOf } from './provider.ts';
import { positiveInteger, type Query } from './query.ts';

const DEFAULT_PAGE_SIZE = 50;
const MAX_PAGE_SIZE = 100;
const DAY_MS = 86_400_000;
const ENDPOINTS = ['/Cliente/Pesquisar', '/Empresa/Pesquisar', '/Financeiro/PesquisaDetalhada'];
const PAGE = 'paginacao.numeroDaPagina';

/** The date that each `tipoData` compares; null never matches. */
const DATES: Record<string, (movement: Movement, moment: Moment) => number | null> = {
  DataPadrao: (movement) => movement.due,
  DataPrevista: (movement) => movement.due,
  DataPagamento: settledAt,
  DataCompetencia: (movement) => movement.month,
  DataConciliacao(movement, moment) {
    const reconciled = (settledAt(movement, moment) ?? Number.POSITIVE_INFINITY) + DAY_MS;
    return reconciled <= moment.wallNow ? reconciled : null;
  },
  Criacao: (movement) => movement.created,
  UltimaAlteracao: updatedAt,
};

/** The same error in one of the bodies that clients have met; the next request gets the next one. */
function errorBody(message: string, ordinal: number): unknown {
  const bodies = [{ Message: message }, { Mensagem: message }, { error: message }, { title: message }, message];
  return bodies[ordinal % bodies.length];
}

function sizeOf(query: Query): number {
  return Math.min(MAX_PAGE_SIZE, positiveInteger(query, 'paginacao.itensPorPagina', DEFAULT_PAGE_SIZE));
}

/** A page with its total, as far as the endpoint pages. */
function paged(request: ProviderRequest, total: number, read: (start: number, end: number) => Row[]): ProviderAnswer {
  const { start, end } = windowOf(request.view, positiveInteger(request.query, PAGE, 1), sizeOf(request.query));
  const wrap = (rows: Row[]): unknown => ({ Itens: rows, TotalItens: request.view.total ?? total - request.view.lost });
  return { kind: 'list', rows: read(start, end), wrap };
}

function clients(request: ProviderRequest): ProviderAnswer {
  const companies = request.settings.companies ?? BASE_COMPANIES;
  const wanted = (request.query.get('pesquisa') ?? '').toLowerCase();
  const rows = Array.from({ length: partyCount(companies) }, (_, index) => partyAt(index, companies))
    .filter((party) => party.name.toLowerCase().includes(wanted) || party.document.includes(wanted))
    .map(clientRow);
  if (request.view.shapes.has('paged')) return paged(request, rows.length, (start, end) => rows.slice(start, end));
  return { kind: 'list', rows, wrap: (list) => list };
}

function movements(request: ProviderRequest): ProviderAnswer {
  const { query, settings } = request;
  const refuse = (message: string): ProviderAnswer => ({
    kind: 'reply',
    status: 400,
    body: errorBody(message, request.ordinal),
  });
  const from = parseWallDateTime(query.get('dataInicio') ?? '');
  const to = parseWallDateTime(query.get('dataTermino') ?? '');
  if (from === undefined) return refuse('O campo dataInicio é obrigatório no formato AAAA-MM-DD HH:MM:SS');
  if (to === undefined) return refuse('O campo dataTermino é obrigatório no formato AAAA-MM-DD HH:MM:SS');
  const type = query.get('tipoData') ?? '';
  const dateOf = Object.hasOwn(DATES, type) ? DATES[type] : undefined;
  if (dateOf === undefined) return refuse('O campo tipoData é obrigatório');
  const status = query.get('status') ?? '';
  if (!['', 'Atrasado', 'Agendado', 'Quitado'].includes(status)) return refuse('O campo status é inválido');
  const expense = query.get('despesa') ?? '';
  if (!['', 'true', 'false'].includes(expense)) return refuse('O campo despesa é inválido');

  const moment: Moment = {
    companies: settings.companies ?? BASE_COMPANIES,
    wallNow: wallClock(request.now),
    changed: settings.changed ?? 0,
    changedAt: wallClock(request.configuredAt),
  };
  const found: { movement: Movement; date: number }[] = [];
  for (const movement of movementsOf(moment)) {
    const date = dateOf(movement, moment);
    if (date === null || date < from || date > to) continue;
    if (expense !== '' && movement.isExpense !== (expense === 'true')) continue;
    if (status === '' || statusOf(movement, moment) === status) found.push({ movement, date });
  }
  found.sort((one, other) => one.date - other.date || one.movement.index - other.movement.index);
  const page = paged(request, found.length, (start, end) =>
    found.slice(start, end).map(({ movement }) => movementRow(movement, moment)),
  );
  // Some endpoints leave the total out and answer the rows alone; which ones is not known.
  return page.kind === 'list' && request.view.shapes.has('bare_array') ? { ...page, wrap: (rows) => rows } : page;
}

/** The financial provider: dotted paging names, keys limited to modules, a small burst of calls at most. */
export const bomcontrole: Provider = {
  scheme: 'ApiKey',
  limit: { kind: 'bucket', perSecond: 3.5, burst: 10 },
  headers: {},
  fields: {
    id: 'IdMovimentacaoFinanceiraParcela',
    text: 'NomeClienteFornecedor',
    document: 'DocumentoClienteFornecedor',
  },
  errorBody,
  pageOf: (query) => positiveInteger(query, PAGE, 1),
  routeOf: (path) => (ENDPOINTS.includes(path) ? path : '/unknown'),
  answer(request) {
    if (!ENDPOINTS.includes(request.path)) {
      return { kind: 'reply', status: 404, body: errorBody('Recurso não encontrado', request.ordinal) };
    }
    const module = request.path.split('/')[1] ?? '';
    if (request.settings.modules !== undefined && !request.settings.modules.includes(module)) {
      return { kind: 'reply', status: 403, body: errorBody('Chave sem acesso a este módulo', request.ordinal) };
    }
    if (request.path === '/Cliente/Pesquisar') return clients(request);
    if (request.path === '/Financeiro/PesquisaDetalhada') return movements(request);
    const own = { Id: 1, NomeFantasia: 'Escritório Exemplo', Documento: '99999999000191' };
    return { kind: 'list', rows: [own], wrap: (rows) => rows };
  },
};
