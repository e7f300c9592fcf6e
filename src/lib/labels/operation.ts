import type { OperatorEvent } from '../operation/operation.ts';
import { type CountForms, formatCount, formatPlural, formatSeconds } from '../text/format.ts';

const ENDED: CountForms = {
  zero: 'Nenhuma execução terminada',
  one: 'execução terminada',
  other: 'execuções terminadas',
};

/** Of each setting that operators change: what it is, and what it does. */
const SETTINGS: Record<string, { label: string; hint: string }> = {
  max_workers: { label: 'Processos', hint: 'Quantos processos trabalham ao mesmo tempo.' },
  jobs_per_worker: { label: 'Execuções por processo', hint: 'Quantas execuções cada processo atende.' },
  max_running_per_tenant: { label: 'Execuções por grupo', hint: 'Quantas execuções de um grupo rodam ao mesmo tempo.' },
  max_provider_share: {
    label: 'Parte de um provedor',
    hint: 'Parte dos lugares que um só provedor pode ocupar: 0,5 é a metade.',
  },
  click_head_start_seconds: {
    label: 'Vantagem de um clique (segundos)',
    hint: 'Quanto uma execução iniciada por uma pessoa passa à frente dos agendamentos.',
  },
  schedule_spread_minutes: {
    label: 'Espalhar agendamentos (minutos)',
    hint: 'Distribui os agendamentos do mesmo horário por tantos minutos.',
  },
  pause_after_failures: {
    label: 'Falhas até pausar um agendamento',
    hint: 'Depois de tantas falhas seguidas o agendamento para sozinho.',
  },
  run_limit_hours: { label: 'Duração máxima (horas)', hint: 'Uma execução mais longa é encerrada.' },
  progress_messages_per_second: {
    label: 'Mensagens de progresso por segundo',
    hint: 'De todas as execuções juntas, para quem acompanha ao vivo.',
  },
};

function settingName(name: string): string {
  return SETTINGS[name]?.label ?? name;
}

const POKES: Record<string, string> = {
  accepted: 'aceito',
  refused: 'chave recusada',
  failed: 'falhou',
  timed_out: 'sem resposta a tempo',
  unanswered: 'sem resposta',
};

/** Texts of "Operação". */
export const operation = {
  title: 'Operação',
  lead: 'A fila de todos os grupos. Os números se atualizam sozinhos.',
  loading: 'Carregando a operação…',
  failed: 'Não foi possível ler a operação',
  stale: 'Os números abaixo podem estar velhos',
  healthTitle: 'Saúde da fila',
  isPaused: 'Fila pausada',
  isWell: 'Tudo em ordem',
  isWorse: 'Precisa de atenção',
  none: 'nenhuma',
  never: 'nunca',
  facts: {
    running: 'Em execução',
    due: 'Prontas para começar',
    waiting: 'Esperando o horário',
    oldest: 'Espera mais longa',
    lost: 'Execuções sem processo',
    tick: 'Última verificação',
    failedParts: 'Partes com falha',
    pokes: 'Chamados na última hora',
    lastPoke: 'Último chamado',
  },
  of: (taken: number, slots: number) => `${formatCount(taken)} de ${formatCount(slots)}`,
  ago: (seconds: number) => `há ${formatSeconds(seconds)}`,
  atLeast: (count: number, most: number) => (count >= most ? `${formatCount(most)} ou mais` : formatCount(count)),
  pokes: (accepted: number, bad: number) => `${formatCount(accepted)} aceitos, ${formatCount(bad)} com falha`,
  poke: (outcome: string, detail: string | null) =>
    `${POKES[outcome] ?? outcome}${detail === null ? '' : ` (${detail})`}`,
  pauseTitle: 'Manutenção',
  pauseLead:
    'Em pausa nada começa: o que está rodando termina a sua parte, e novas execuções e agendamentos esperam na fila. Todos os grupos veem um aviso.',
  wholeQueue: 'Fila inteira',
  runs: 'Em funcionamento',
  pausedSince: 'Em pausa desde',
  pause: 'Pausar',
  resume: 'Retomar',
  pauseOf: (name: string) => `Pausar ${name}`,
  resumeOf: (name: string) => `Retomar ${name}`,
  paused: (name: string) => `${name}: em pausa.`,
  resumed: (name: string) => `${name}: em funcionamento.`,
  pauseQuestion: (name: string) => `Pausar ${name}?`,
  pauseConsequence:
    'Nenhuma execução começa até você retomar, e todas as pessoas atingidas veem um aviso de manutenção.',
  changeFailed: 'Nada mudou',
  back: 'Voltar',
  providersTitle: 'Provedores',
  provider: 'Provedor',
  places: 'Lugares',
  due: 'Prontas',
  waited: 'Espera',
  ended: 'Terminadas (24 h)',
  failures: 'Com erro (24 h)',
  cause: 'Erro mais frequente',
  tenantsTitle: 'Grupos',
  tenantsLead: 'Os que ocupam mais lugares e os que esperam há mais tempo.',
  tenant: 'Grupo',
  noTenants: 'Nenhum grupo tem execução rodando ou pronta para começar.',
  dayTitle: 'Últimas 24 horas',
  day: (ended: number, failed: number) => `${formatPlural(ended, ENDED)}, ${formatCount(failed)} com erro.`,
  hour: 'Hora',
  endedColumn: 'Terminadas',
  failedColumn: 'Com erro',
  hours: 'Ver por hora',
  runsTitle: 'Execuções em andamento',
  runsLead: 'As que estão há mais tempo sem avançar vêm primeiro.',
  noRuns: 'Nada está rodando agora.',
  advanced: 'Último avanço',
  claimed: 'Com o processo',
  isLost: 'sem sinal do processo',
  release: 'Devolver à fila',
  releaseOf: (provider: string, tenant: string) => `Devolver à fila: ${provider} de ${tenant}`,
  releaseQuestion: 'Devolver a execução à fila?',
  releaseConsequence:
    'O processo que a tem perde o direito a ela. Outro continua de onde ela parou, e nenhuma tentativa é gasta.',
  released: 'Execução devolvida à fila.',
  settingsTitle: 'Configuração da fila',
  settingsLead: 'Cada mudança vale na hora e fica no histórico abaixo.',
  setting: (name: string) => SETTINGS[name] ?? { label: name, hint: '' },
  bounds: (lowest: number, highest: number) => `De ${lowest.toLocaleString('pt-BR')} a ${formatCount(highest)}.`,
  outOfBounds: (lowest: number, highest: number) =>
    `Informe um número de ${lowest.toLocaleString('pt-BR')} a ${formatCount(highest)}.`,
  wholeNumber: 'Informe um número inteiro.',
  save: 'Salvar',
  saveOf: (name: string) => `Salvar: ${settingName(name)}`,
  saved: (name: string) => `${settingName(name)}: salvo.`,
  eventsTitle: 'Histórico da operação',
  noEvents: 'Nada foi mudado ainda.',
  sql: 'SQL',
  event: ({ action, subject, value_from, value_to }: OperatorEvent, providerName: (slug: string) => string): string => {
    switch (action) {
      case 'queue_paused':
        return 'pausou a fila inteira';
      case 'queue_resumed':
        return 'retomou a fila inteira';
      case 'provider_paused':
        return `pausou ${providerName(subject ?? '')}`;
      case 'provider_resumed':
        return `retomou ${providerName(subject ?? '')}`;
      case 'setting_changed':
        return `mudou “${settingName(subject ?? '')}” de ${value_from ?? 'nada'} para ${value_to ?? 'nada'}`;
      case 'job_released':
        return `devolveu à fila a execução ${subject ?? ''}, do processo ${value_from ?? 'desconhecido'}`;
    }
  },
} as const;
