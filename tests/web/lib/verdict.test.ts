// @vitest-environment node

import { describe, expect, it } from 'vitest';
import { groupFailures } from '../../../src/lib/executions/failure-groups.ts';
import { toJob } from '../../../src/lib/jobs/job.ts';
import { verdictOf } from '../../../src/lib/jobs/verdict.ts';
import { BOREAL, failedRow, jobRow, runningRow } from '../support/world.ts';

const job = (row: Record<string, unknown>) => toJob(row) ?? expect.unreachable('the row is no job');

describe('verdict of a run', () => {
  it.each([
    [
      jobRow({ result: { created: 3, updated: 0, problems: 1 } }),
      'Leu 498 registros em 8,4 s: 3 criados, 1 com problema.',
    ],
    [jobRow({ result: { created: 0, unchanged: 498 } }), 'Leu 498 registros em 8,4 s; nada mudou.'],
    [jobRow({ processed_count: 0, total_count: 0 }), 'Terminou sem encontrar nenhum registro.'],
    [failedRow({ attempts: 3 }), 'Falhou na tentativa 3 de 3, depois de ler 80 de 200 registros.'],
    [failedRow({ processed_count: 0 }), 'Falhou na tentativa 1 de 3, antes de ler um registro.'],
    [
      runningRow({ status: 'canceled' }),
      'Foi cancelada depois de ler 84 de 200 registros. O que foi gravado permanece.',
    ],
    [runningRow(), null],
  ])('%#: says %s in one sentence', (row, sentence) => expect(verdictOf(job(row))).toBe(sentence));
});

describe('equal failures', () => {
  const failure = (id: string, changes: Record<string, unknown> = {}) => job(failedRow({ id, ...changes }));
  const shape = (jobs: ReturnType<typeof job>[]) =>
    groupFailures(jobs).map(({ first, same }) => [first.id, same.length]);

  it('are folded from the third neighbour on, and only when they are of the same integration and reason', () => {
    expect(shape([failure('a'), failure('b'), failure('c')])).toEqual([['a', 2]]);
    expect(shape([failure('a'), failure('b')])).toEqual([
      ['a', 0],
      ['b', 0],
    ]);
    expect(shape([failure('a'), failure('b'), failure('c', { error_code: 'provider_timeout' })])).toHaveLength(3);
    expect(shape([failure('a'), failure('b'), failure('c', { tenant_id: BOREAL })])).toHaveLength(3);
    expect(shape([failure('a'), job(jobRow({ id: 'b' })), failure('c'), failure('d')])).toHaveLength(4);
  });
});
