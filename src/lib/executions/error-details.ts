import type { Job } from '../jobs/job.ts';
import { absoluteTime } from '../time/reader-time.ts';

/** What support needs to know of a failure. */
export interface ErrorDetailsInput {
  integration: string;
  job: Pick<Job, 'id' | 'max_attempts'>;
  attempt: number;
  code: string | null;
  message: string | null;
  at: string;
}

/** One block of plain text, made for pasting into a message. */
export function errorDetails({ integration, job, attempt, code, message, at }: ErrorDetailsInput): string {
  return [
    `Integração: ${integration}`,
    `Execução: ${job.id}`,
    `Tentativa: ${attempt} de ${job.max_attempts}`,
    `Horário: ${absoluteTime(at)}`,
    `Código: ${code ?? 'desconhecido'}`,
    `Mensagem: ${message ?? 'sem mensagem'}`,
  ].join('\n');
}
