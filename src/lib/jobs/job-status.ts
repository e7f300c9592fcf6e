import { Ban, CircleCheck, CircleX, Clock, LoaderCircle, type LucideIcon, RefreshCw } from 'lucide-react';

/** Every status a job can have, as in the check constraint `status_is_valid`. */
export const JOB_STATUSES = ['pending', 'running', 'success', 'error', 'canceled'] as const;
export type JobStatus = (typeof JOB_STATUSES)[number];

/** Colour family of a status: `--status-<tone>-{fg,bg,dot,bar}` in index.css. */
export type StatusTone = 'active' | 'success' | 'error' | 'canceled';

/** What people see of a job: its status, and apart from it a pending job that waits for its next attempt. */
export type JobPhase = JobStatus | 'waiting';

export interface PhaseView {
  /** In tables and on the detail page. */
  label: string;
  /** On the card: the specification fixes "Processando...", "Falha" and "Concluído". */
  cardLabel: string;
  description: string;
  tone: StatusTone;
  icon: LucideIcon;
}

export const PHASE_VIEWS: Record<JobPhase, PhaseView> = {
  pending: {
    label: 'Na fila',
    cardLabel: 'Processando...',
    description: 'A execução começa assim que houver um processo livre.',
    tone: 'active',
    icon: Clock,
  },
  waiting: {
    label: 'Aguardando nova tentativa',
    cardLabel: 'Aguardando nova tentativa',
    description: 'A execução continua sozinha no horário indicado.',
    tone: 'active',
    icon: RefreshCw,
  },
  running: {
    label: 'Executando',
    cardLabel: 'Processando...',
    description: 'Os registros estão sendo lidos do provedor.',
    tone: 'active',
    icon: LoaderCircle,
  },
  success: {
    label: 'Concluído',
    cardLabel: 'Concluído',
    description: 'Todos os registros foram lidos.',
    tone: 'success',
    icon: CircleCheck,
  },
  error: {
    label: 'Falha',
    cardLabel: 'Falha',
    description: 'A execução terminou sem ler todos os registros.',
    tone: 'error',
    icon: CircleX,
  },
  canceled: {
    label: 'Cancelado',
    cardLabel: 'Cancelado',
    description: 'Alguém do grupo interrompeu a execução.',
    tone: 'canceled',
    icon: Ban,
  },
};

/** Is the text one of the statuses? Narrows what comes from the database or the URL. */
export function isJobStatus(value: unknown): value is JobStatus {
  return JOB_STATUSES.some((status) => status === value);
}

/** Waiting or running: it still occupies the one place per tenant and provider. */
export function isActive(status: JobStatus): boolean {
  return status === 'pending' || status === 'running';
}

/** Ended: nothing will change any more. */
export function isFinal(status: JobStatus): boolean {
  return !isActive(status);
}
