import { jobErrorText } from '../jobs/error-codes.ts';
import { phaseOf } from '../jobs/job-view.ts';
import type { JobTransition } from '../live/job-store.ts';
import { countdown } from '../time/reader-time.ts';

/** What a screen reader hears of a change of a job; null for what is no transition (progress, a first load). */
export function transitionText(name: string, { before, after }: JobTransition, now: number): string | null {
  if (before === null || before.status === after.status) return null;
  switch (after.status) {
    case 'running':
      // A long run goes through the queue between its slices: only the first start is news.
      return before.started_at === null ? `${name}: execução iniciada` : null;
    case 'success':
      return `${name}: sincronização concluída`;
    case 'error':
      return `${name}: a execução falhou. ${jobErrorText(after.error_code).title}`;
    case 'canceled':
      return `${name}: execução cancelada`;
    case 'pending':
      return phaseOf(after, now) === 'waiting'
        ? `${name}: nova tentativa ${countdown(after.run_after, now) ?? 'agora'}`
        : null;
  }
}
