import { expect, test } from 'vitest';
import {
  connectionTestSchema,
  readSliceResponse,
  sliceRequestSchema,
} from '../../../../supabase/functions/_shared/queue/slice-contract.ts';

const id = '00000000-0000-4000-8000-00000000000a';
const request = { tenant_id: id, job_id: id, lease_token: id, cursor: null, deadline_ms: 1000 };
const result = {
  cursor: { page: 2 },
  processed: 20,
  total: null,
  counters: { read: 20 },
  step: 'Lendo',
  stopped_by: 'work',
};
const failure = { code: 'rate_limited', message: 'Limite', kind: 'rate_limit', retry_after_seconds: 30 };

test('a slice request needs every field and no other', () => {
  expect(sliceRequestSchema.safeParse(request).success).toBe(true);
  expect(sliceRequestSchema.safeParse({ ...request, extra: 1 }).success).toBe(false);
  expect(sliceRequestSchema.safeParse({ ...request, lease_token: 'x' }).success).toBe(false);
  expect(sliceRequestSchema.safeParse({ ...request, deadline_ms: 0 }).success).toBe(false);
});

test('a connection test is no slice request and the other way round', () => {
  const test = { connection_test: { tenant_id: id, user_id: id, base_url: null, credential: null } };
  expect(connectionTestSchema.safeParse(test).success).toBe(true);
  expect(sliceRequestSchema.safeParse(test).success).toBe(false);
  expect(connectionTestSchema.safeParse(request).success).toBe(false);
});

test('a result is done, with its cursor', async () => {
  expect(await readSliceResponse(Response.json(result))).toEqual({ type: 'done', result });
});

test('a result of an older function, which does not say why it stopped, stopped for time', async () => {
  const { stopped_by: _, ...older } = result;
  const outcome = await readSliceResponse(Response.json(older));
  expect(outcome).toEqual({ type: 'done', result: { ...older, stopped_by: 'time' } });
});

test('a lease that is gone is told apart from a failure', async () => {
  expect(await readSliceResponse(Response.json({ lease: 'canceled' }))).toEqual({ type: 'gone', state: 'canceled' });
});

test('a failure keeps kind, code, message and the wait', async () => {
  const outcome = await readSliceResponse(Response.json({ error: failure }, { status: 502 }));
  expect(outcome).toMatchObject({
    type: 'failed',
    error: { kind: 'rate_limit', code: 'rate_limited', message: 'Limite', retryAfterSeconds: 30 },
  });
});

test.for([
  ['a gateway that answers HTML', new Response('<html>', { status: 504 })],
  ['an empty answer', new Response(null, { status: 200 })],
  ['a result with an error status', Response.json(result, { status: 500 })],
  ['an error of another form', Response.json({ error: { code: 'unauthorized', message: 'x' } }, { status: 401 })],
  ['a code that nobody knows', Response.json({ error: { ...failure, code: 'teapot' } }, { status: 502 })],
  ['a result of another form', Response.json({ ...result, processed: -1 })],
] as const)('%s is an interrupted attempt, never a success', async ([, response]) => {
  expect(await readSliceResponse(response)).toMatchObject({
    type: 'failed',
    error: { kind: 'temporary', code: 'internal_error' },
  });
});
