import { type CountForms, formatPlural } from '../../text/format.ts';
import { ofProvider } from '../providers.ts';

const YOU = 'Você';
const NEW_RUNS: CountForms = { zero: 'nenhuma nova execução', one: 'nova execução', other: 'novas execuções' };

/** Texts of the Execuções tab. */
export const executions = {
  title: (name: string) => `Execuções ${ofProvider(name)}`,
  caption: (name: string) => `Execuções ${ofProvider(name)}, da mais nova para a mais antiga`,
  date: 'Data',
  status: 'Status',
  progress: 'Progresso',
  time: 'Tempo de execução',
  attempts: 'Tentativas',
  action: 'Ação',
  attemptsOf: (attempt: number, max: number) => `${attempt} de ${max}`,
  attemptLong: (attempt: number, max: number) => `tentativa ${attempt} de ${max}`,
  none: '–',
  /** In the middle of a line "Você" is no first word. */
  startedByShort: (who: string) => `por ${who === YOU ? YOU.toLowerCase() : who}`,
  integration: 'Integração',
  startedBy: 'Iniciada por',
  seeDetails: 'Ver detalhes',
  seeError: 'Ver erro',
  loadMore: 'Carregar mais execuções',
  loadingMore: 'Carregando…',
  loading: 'Carregando execuções…',
  failed: 'Não foi possível carregar as execuções',
  moreFailed: 'Não foi possível carregar mais execuções',
  emptyTitle: 'Nenhuma execução ainda',
  emptyAdvice: 'Cada execução aparece aqui com o seu resultado, o tempo e os erros.',
  noMatch: 'Nenhuma execução com estes filtros',
  newRuns: (count: number) => `Mostrar ${formatPlural(count, NEW_RUNS)}`,
} as const;

/** Texts of the side panel with one execution. */
export const executionPanel = {
  title: (date: string) => `Execução de ${date}`,
  description: (name: string) => `Resultado e tentativas desta execução ${ofProvider(name)}.`,
  loading: 'Carregando a execução…',
  failed: 'Não foi possível carregar a execução',
  gone: 'Execução não encontrada',
  goneAdvice: 'Ela pode ter sido removida pelo prazo de guarda, ou pertence a outro grupo.',
  facts: 'Dados da execução',
  id: 'Identificação',
  copyId: 'Copiar a identificação',
  group: 'Grupo',
  newer: 'Execução mais nova',
  older: 'Execução mais antiga',
  startedBy: 'Iniciada por',
  you: YOU,
  someone: 'Outra pessoa do grupo',
  removed: 'Pessoa removida',
  system: 'Agendamento automático',
  canceledBy: 'Cancelada por',
  queuedAt: 'Na fila em',
  startedAt: 'Início',
  finishedAt: 'Fim',
  time: 'Tempo de execução',
  records: 'Registros lidos',
  outcome: 'Resultado',
  seeRecords: (count: string, counter: string) => `${counter}: ${count}, ver registros`,
  timeline: 'Tentativas',
  timelineFailed: 'Não foi possível carregar as tentativas',
  technical: 'Detalhes técnicos',
  copy: 'Copiar detalhes',
  runAgain: 'Executar novamente',
  runAgainHint: 'Começa uma nova execução com a configuração atual.',
  resume: 'Continuar de onde parou',
  resumeHint: (done: string) => `Já foram lidos ${done}; a leitura continua dali.`,
  fromStart: 'Começar do início',
  resumedFrom: 'Continua',
  resumedLink: 'uma execução que falhou',
} as const;

/** What stands for the log of a run until it is opened. */
export const runLogSection = {
  title: 'Registro da execução',
  open: 'Ver o que aconteceu, passo a passo',
  loading: 'Carregando o registro…',
} as const;

/** Texts of the timeline of attempts. */
export const timeline = {
  queued: 'Entrou na fila',
  waitingForWorker: 'Na fila',
  running: (attempt: number, max: number) => `Tentativa ${attempt} de ${max} em andamento`,
} as const;

/** Texts of the card of the run under way. */
export const currentRun = {
  title: 'Execução atual',
  step: 'Etapa',
  elapsed: 'Tempo decorrido',
  remaining: 'Tempo restante',
  about: (time: string) => `cerca de ${time}`,
  attempt: 'Tentativa',
} as const;

/** What is copied for the support, line by line. */
export const errorDetails = {
  integration: (name: string) => `Integração: ${name}`,
  job: (id: string) => `Execução: ${id}`,
  attempt: (attempt: number, max: number) => `Tentativa: ${attempt} de ${max}`,
  at: (time: string) => `Horário: ${time}`,
  code: (code: string | null) => `Código: ${code ?? 'desconhecido'}`,
  message: (message: string | null) => `Mensagem: ${message ?? 'sem mensagem'}`,
} as const;
