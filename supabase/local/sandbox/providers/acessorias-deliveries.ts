import { BASE_COMPANIES, type Company, companiesBetween, findCompany } from '../world/companies.ts';
import { formatCnpj } from '../world/documents.ts';
import { hash32 } from '../world/hash.ts';
import { wallClock, wallDate } from '../world/wall-clock.ts';
import { OBLIGATIONS } from './acessorias-companies.ts';
import { type ProviderAnswer, type ProviderRequest, type Row, windowOf } from './provider.ts';
import { positiveInteger } from './query.ts';

const DELIVERIES_PER_PAGE = 50;
const PROCESSES_PER_PAGE = 20;
const MAX_MONTHS = 120;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

const erro = (message: string): ProviderAnswer => ({ kind: 'reply', status: 200, body: { Erro: message } });

/** Obligations of a company due on the 20th of each month in the range; the field names of the rows are invented. */
function deliveryRows(company: Company, from: string, to: string): Row[] {
  const rows: Row[] = [];
  const month = new Date(`${from.slice(0, 7)}-01T00:00:00Z`);
  for (
    let n = 0;
    n < MAX_MONTHS && wallDate(month.getTime()) <= to;
    n += 1, month.setUTCMonth(month.getUTCMonth() + 1)
  ) {
    const due = `${wallDate(month.getTime()).slice(0, 7)}-20`;
    if (due < from || due > to) continue;
    for (const name of OBLIGATIONS) {
      const delivered = hash32(`${company.cnpj}:${name}:${due}`) % 6 > 0;
      rows.push({
        Identificador: formatCnpj(company.cnpj),
        Nome: name,
        Prazo: due,
        Entrega: delivered ? due : '0000-00-00',
        Status: delivered ? 'Entregue' : 'Pendente',
      });
    }
  }
  return rows;
}

/**
 * Deliveries of one company (`digits`) between DtInitial and DtFinal, or of all companies that changed since DtLastDH,
 * which may only be today or yesterday. A missing or refused date is an `Erro` with status 200.
 */
export function deliveries(request: ProviderRequest, digits: string | undefined): ProviderAnswer {
  const { query, settings, view } = request;
  const count = settings.companies ?? BASE_COMPANIES;
  const { start, end } = windowOf(view, positiveInteger(query, 'Pagina', 1), DELIVERIES_PER_PAGE);
  if (digits === undefined) {
    const now = wallClock(request.now);
    const since = (query.get('DtLastDH') ?? '').slice(0, 10);
    if (![wallDate(now), wallDate(now - 86_400_000)].includes(since)) return erro('DtLastDH deve ser hoje ou ontem');
    const month = since.slice(0, 7);
    const rows = companiesBetween(0, count, count).flatMap((one) => deliveryRows(one, `${month}-01`, `${month}-31`));
    return { kind: 'list', rows: rows.slice(start, end), wrap: (list) => list };
  }
  const company = findCompany(digits, count);
  if (company === undefined) return erro('Empresa não encontrada');
  const from = query.get('DtInitial') ?? '';
  const to = query.get('DtFinal') ?? '';
  const valid = [from, to].every((date) => DATE.test(date) && !Number.isNaN(Date.parse(date)));
  if (!valid) return erro('DtInitial e DtFinal são obrigatórios');
  return { kind: 'list', rows: deliveryRows(company, from, to).slice(start, end), wrap: (list) => list };
}

/** Processes, with the fault that this endpoint is known for: pages overlap by two rows, and every third skips two. */
export function processes(request: ProviderRequest): ProviderAnswer {
  const count = request.settings.companies ?? BASE_COMPANIES;
  const page = positiveInteger(request.query, 'Pagina', 1);
  const slip = page === 1 ? 0 : page % 3 === 0 ? 2 : -2;
  const { start, end } = windowOf(request.view, page, PROCESSES_PER_PAGE);
  const rows = companiesBetween(start + slip, end + slip, count).map((company) => ({
    ID: String(9_001 + company.index),
    Identificador: formatCnpj(company.cnpj),
    Nome: 'Fechamento mensal',
    Status: hash32(`${company.cnpj}:process`) % 2 === 0 ? 'Em andamento' : 'Concluído',
  }));
  return { kind: 'list', rows, wrap: (list) => list };
}
