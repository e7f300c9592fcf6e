import { BASE_COMPANIES, companiesBetween, findCompany } from '../world/companies.ts';
import { companyRow, isInactive } from './acessorias-companies.ts';
import { deliveries, processes } from './acessorias-deliveries.ts';
import type { Provider, ProviderAnswer, ProviderRequest } from './provider.ts';
import { windowOf } from './provider.ts';
import { positiveInteger } from './query.ts';

const PAGE_SIZE = 20;
const DETAIL = /^\/companies\/(\d+|[0-9A-Z]{14})$/;
const DELIVERIES = /^\/deliveries\/(\d+|[0-9A-Z]{14})$/;

/** Business errors have status 200. */
const erro = (message: string): ProviderAnswer => ({ kind: 'reply', status: 200, body: { Erro: message } });

function listCompanies(request: ProviderRequest): ProviderAnswer {
  const { settings, query, view } = request;
  const count = settings.companies ?? BASE_COMPANIES;
  const { start, end } = windowOf(view, positiveInteger(query, 'Pagina', 1), PAGE_SIZE);
  const active = query.get('ativa');
  const chosen =
    active === 'S' || active === 'N'
      ? companiesBetween(0, count, count)
          .filter((company) => isInactive(company, settings) === (active === 'N'))
          .slice(start, end)
      : companiesBetween(start, end, count);
  return { kind: 'list', rows: chosen.map((company) => companyRow(company, query, settings)), wrap: (rows) => rows };
}

function oneCompany(request: ProviderRequest, digits: string): ProviderAnswer {
  const company = findCompany(digits, request.settings.companies ?? BASE_COMPANIES);
  if (company === undefined) return erro('Empresa não encontrada');
  const row = companyRow(company, request.query, request.settings);
  return { kind: 'list', rows: [row], wrap: (rows) => rows[0] ?? {} };
}

/** The fiscal provider: formatted documents, strings only, pages without a total. */
export const acessorias: Provider = {
  scheme: 'Bearer',
  limit: { kind: 'window', requests: 100, windowMs: 60_000 },
  // Always 0, however much is left: seen in production, and a trap for a client that trusts it.
  headers: { 'X-RateLimit-Remaining': '0' },
  fields: { id: 'ID', text: 'Razao', document: 'Identificador' },
  errorBody: (message) => ({ Erro: message }),
  pageOf: (query) => positiveInteger(query, 'Pagina', 1),
  routeOf(path) {
    if (DETAIL.test(path)) return '/companies/{digits}';
    if (DELIVERIES.test(path)) return '/deliveries/{digits}';
    return ['/companies/ListAll', '/deliveries/ListAll', '/processes/ListAll'].includes(path) ? path : '/unknown';
  },
  answer(request) {
    if (request.path === '/companies/ListAll') return listCompanies(request);
    if (request.path === '/deliveries/ListAll') return deliveries(request, undefined);
    if (request.path === '/processes/ListAll') return processes(request);
    const detail = DETAIL.exec(request.path)?.[1];
    if (detail !== undefined) return oneCompany(request, detail);
    const delivered = DELIVERIES.exec(request.path)?.[1];
    if (delivered !== undefined) return deliveries(request, delivered);
    return { kind: 'reply', status: 404, body: { Erro: 'Recurso não encontrado' } };
  },
};
