import { expect, test } from 'vitest';
import { createLog, describeError } from '../../../../supabase/functions/_shared/platform/log.ts';

test.for([
  ['an error', new TypeError('Cannot read it\n    at file:///secret/path.ts:1:1'), 'TypeError: Cannot read it'],
  ['what supabase-js returns', { code: '42501', message: 'permission denied' }, 'Error 42501: permission denied'],
  ['a message without a code', { message: 'fetch failed' }, 'Error without code: fetch failed'],
  ['nothing at all', undefined, 'Unknown error'],
  ['a text', 'boom', 'Unknown error'],
  ['null', null, 'Unknown error'],
] as const)('%s is described in one line without a stack', ([, error, line]) => {
  expect(describeError(error)).toBe(line);
});

test('a long message is cut', () => {
  expect(describeError(new Error('x'.repeat(1000)))).toHaveLength(300);
});

test('a line is one JSON object that names its function', () => {
  const lines: string[] = [];
  createLog('run-integration', (line) => lines.push(line))('job_enqueued', { job_id: 'j1', attempt: 1 });
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    { function: 'run-integration', event: 'job_enqueued', job_id: 'j1', attempt: 1 },
  ]);
});
