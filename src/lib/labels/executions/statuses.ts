import type { FinalStatus, JobPhase, JobStatus } from '../../jobs/job-status.ts';
import type { CountForms } from '../../text/format.ts';
import { time } from '../time.ts';

/** How a phase is called. */
export interface PhaseText {
  /** In tables and on the detail page. */
  label: string;
  /** On the card: the specification fixes "Processando...", "Falha" and "Concluído". */
  cardLabel: string;
  description: string;
}

export const PHASE_TEXTS: Record<JobPhase, PhaseText> = {
  pending: {
    label: 'Na fila',
    cardLabel: 'Processando...',
    description: 'A execução começa assim que houver um processo livre.',
  },
  waiting: {
    label: 'Aguardando nova tentativa',
    cardLabel: 'Aguardando nova tentativa',
    description: 'A execução continua sozinha no horário indicado.',
  },
  running: {
    label: 'Processando...',
    cardLabel: 'Processando...',
    description: 'Os registros estão sendo lidos do provedor.',
  },
  success: { label: 'Concluído', cardLabel: 'Concluído', description: 'Todos os registros foram lidos.' },
  error: { label: 'Falha', cardLabel: 'Falha', description: 'A execução terminou sem ler todos os registros.' },
  canceled: { label: 'Cancelado', cardLabel: 'Cancelado', description: 'Alguém do grupo interrompeu a execução.' },
};

/** Ended executions, counted and as the name of a column. */
export const ENDED: Record<FinalStatus, CountForms & { column: string }> = {
  success: { column: 'Concluídas', zero: 'nenhuma concluída', one: 'concluída', other: 'concluídas' },
  error: { column: 'Falhas', zero: 'nenhuma falha', one: 'falha', other: 'falhas' },
  canceled: { column: 'Canceladas', zero: 'nenhuma cancelada', one: 'cancelada', other: 'canceladas' },
};

/** An ended attempt in the timeline. */
export const ATTEMPT_ENDED: Record<FinalStatus, (attempt: number) => string> = {
  success: (attempt) => `Tentativa ${attempt}: concluída`,
  error: (attempt) => `Tentativa ${attempt}: falha`,
  canceled: (attempt) => `Tentativa ${attempt}: cancelada`,
};

/** What a screen reader hears when a run gets there. `reason`: why it failed. */
export const ARRIVALS: Record<Exclude<JobStatus, 'pending'>, (name: string, reason: string) => string> = {
  running: (name) => `${name}: execução iniciada`,
  success: (name) => `${name}: sincronização concluída`,
  error: (name, reason) => `${name}: a execução falhou. ${reason}`,
  canceled: (name) => `${name}: execução cancelada`,
};

/** A job that waits for its next attempt; `countdown` null = it is due. */
export const waiting = {
  until: (countdown: string | null) => `Nova tentativa ${countdown ?? time.now}`,
  announced: (name: string, countdown: string | null) => `${name}: nova tentativa ${countdown ?? time.now}`,
  limitedUntil: (clock: string) => `Limite do provedor até ${clock}`,
} as const;
