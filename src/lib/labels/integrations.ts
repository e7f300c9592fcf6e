import { ofProvider } from './providers.ts';

/** Texts of the list of integrations and of the card of one. */
export const integrations = {
  title: 'Integrações',
  lead: 'Traga para cá os dados dos sistemas que o grupo já usa. Cada execução roda em segundo plano: você pode sair desta página.',
  loading: 'Carregando integrações…',
  failed: 'Não foi possível carregar as integrações',
  add: 'Adicionar integração',
  filter: 'Filtrar integrações',
  filters: { todas: 'Todas', andamento: 'Em andamento', falha: 'Com falha' },
  noMatch: 'Nenhuma integração neste filtro',
  clearFilters: 'Limpar filtros',
  run: 'Executar',
  runNow: 'Executar agora',
  enqueuing: 'Colocando na fila…',
  enqueued: (name: string) => `${name}: execução colocada na fila`,
  cancel: 'Cancelar',
  cancelRun: 'Cancelar execução',
  canceling: 'Cancelando…',
  seeError: 'Ver erro',
  willResume: 'A próxima execução continua de onde esta parou.',
  neverRun: 'Sem execuções',
  disabled: 'Desativada',
  removed: 'Removida',
  lastRun: 'Última execução',
  updated: 'Dados atualizados',
  startedRun: 'Iniciada',
  queuedRun: 'Na fila',
  recordsIn: (records: string, duration: string) => `${records} em ${duration}`,
  noRunYet: 'Sem execuções',
  reasonActive: 'Já existe uma execução em andamento.',
  reasonDisabled: 'A integração está desativada. Ative-a na aba Configuração.',
} as const;

/** Texts of the dialog before a run is cancelled. It states what happens, it does not ask "are you sure". */
export const cancelDialog = {
  title: (name: string) => `Cancelar a execução ${ofProvider(name)}`,
  consequence: (done: string) =>
    `A leitura para agora. O que já foi gravado (${done}) permanece; o restante não será lido nesta execução.`,
  consequenceNothing: 'A leitura não começa. Nenhum registro foi gravado nesta execução.',
  after: 'Você pode executar novamente quando quiser.',
  keep: 'Continuar execução',
  confirm: 'Cancelar execução',
} as const;
