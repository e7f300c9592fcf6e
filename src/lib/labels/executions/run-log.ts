import type { LineGroup, LogEntry } from '../../executions/log/entries.ts';
import { type CountForms, formatCount, formatDuration, formatPlural } from '../../text/format.ts';
import { RECORDS } from '../common.ts';

const CHANGED: CountForms = { zero: 'nenhum alterado', one: 'criado ou alterado', other: 'criados ou alterados' };
const PROBLEMS: CountForms = { zero: 'nenhum problema', one: 'com problema', other: 'com problema' };
const CALLS: CountForms = { zero: 'nenhuma chamada', one: 'chamada', other: 'chamadas' };
const LINES: CountForms = { zero: 'nenhuma linha', one: 'linha', other: 'linhas' };

/** Texts of the log of a run, once it is open. */
export const runLog = {
  failed: 'Não foi possível carregar o registro',
  list: 'Registro, do mais novo para o mais antigo',
  filter: 'Filtrar o registro',
  all: 'Tudo',
  groups: { pages: 'Páginas', waits: 'Esperas', workers: 'Processos', errors: 'Erros' } satisfies Record<
    LineGroup,
    string
  >,
  search: 'Procurar no registro',
  noMatch: 'Nenhuma linha com este filtro.',
  notKept: 'As páginas desta execução não estão mais guardadas no registro.',
  count: (shown: number, all: number) =>
    shown === all ? formatPlural(all, LINES) : `${formatCount(shown)} de ${formatPlural(all, LINES)}`,
  more: 'Mostrar mais linhas',
  copy: 'Copiar',
  saveText: 'Baixar texto',
  saveCsv: 'Baixar CSV',
  saved: (file: string) => `Registro salvo em ${file}`,
} as const;

/** The text of a line, and a second sentence where there is one. */
export interface LineText {
  text: string;
  detail: string | null;
}

function pageName({ page, pages }: LogEntry): string {
  return pages === 1
    ? `Página ${formatCount(page)}`
    : `Páginas ${formatCount(page - pages + 1)} a ${formatCount(page)}`;
}

function pageText(entry: LogEntry): string {
  const { records, changed, problems, read_ms, calls, http_status } = entry;
  const numbers = [
    formatPlural(records, RECORDS),
    changed > 0 ? formatPlural(changed, CHANGED) : null,
    problems > 0 ? formatPlural(problems, PROBLEMS) : null,
  ];
  const took = [
    read_ms === null ? null : formatDuration(read_ms),
    http_status === null ? null : `HTTP ${http_status}`,
    calls === null || calls < 2 ? null : formatPlural(calls, CALLS),
  ];
  const told = [numbers, took].map((parts) => parts.filter((part) => part !== null));
  return `${pageName(entry)}: ${told
    .filter((parts) => parts.length > 0)
    .map((parts) => parts.join(', '))
    .join(' · ')}`;
}

/** The lines of the log. */
export const runLogLines = {
  queued: (name: string | null) =>
    name === null ? 'Colocada na fila pelo agendamento' : `Colocada na fila por: ${name}`,
  goesOn: 'Continua de onde outra execução parou.',
  claimed: (worker: string) => `Assumida por ${worker}`,
  resumed: (worker: string) => `Retomada por ${worker}`,
  ended: ({ attempt, status }: { attempt: number; status: string }, canceledBy: string | null) => {
    if (status === 'success') return 'Concluída';
    if (status === 'canceled') return canceledBy === null ? 'Cancelada' : `Cancelada por: ${canceledBy}`;
    return `Tentativa ${attempt}: falha`;
  },
  entry: (entry: LogEntry, clock: (timestamp: string) => string): LineText => {
    const until = entry.waits_until === null ? '' : clock(entry.waits_until);
    switch (entry.kind) {
      case 'page':
        return { text: pageText(entry), detail: entry.message };
      case 'yielded':
        return { text: 'O tempo do processo acabou: outro continua daqui', detail: null };
      case 'limited':
        return { text: `Limite do provedor: espera até ${until}`, detail: entry.message };
      case 'retried':
        return { text: `Nova tentativa marcada para ${until}`, detail: null };
      case 'recovered':
        return { text: 'O processo parou de responder: de volta à fila', detail: null };
      case 'omitted':
        return {
          text: `Daqui até a página ${formatCount(entry.page)} não houve mais espaço no registro`,
          detail: null,
        };
    }
  },
} as const;

/** Headers of the file with the log. */
export const runLogColumns = {
  event: 'O que aconteceu',
  detail: 'Detalhe',
  page: 'Página',
  pages: 'Páginas na linha',
  records: 'Registros',
  changed: 'Criados ou alterados',
  problems: 'Com problema',
  calls: 'Chamadas',
  readMs: 'Leitura (ms)',
  status: 'HTTP',
  worker: 'Processo',
  at: (zone: string) => `Horário (${zone})`,
  iso: 'Horário (ISO 8601)',
} as const;
