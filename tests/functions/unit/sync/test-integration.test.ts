import type { SupabaseClient } from '@supabase/supabase-js';
import { describe, expect, test } from 'vitest';
import { errorResponse } from '../../../../supabase/functions/_shared/http/post-handler.ts';
import { readEnv } from '../../../../supabase/functions/_shared/platform/env.ts';
import { QueueError } from '../../../../supabase/functions/_shared/queue/queue.ts';
import {
  type ConnectionTestResult,
  handleTestIntegration,
  type TestIntegrationDeps,
} from '../../../../supabase/functions/test-integration/handler.ts';
import { callSyncFunction } from '../../../../supabase/functions/test-integration/sync-client.ts';
import { TENANT } from '../support/fake-queue.ts';

const user = '00000000-0000-4000-8000-000000000101';
const credential = 'canary-credential-9876';
const body = { tenant_id: TENANT, provider_slug: 'acessorias' };

/** What PostgREST would answer the user. */
function client(role: string | null, functionName: string | null): SupabaseClient {
  const rows: Record<string, unknown> = {
    tenant_members: role === null ? null : { role },
    integration_providers: functionName === null ? null : { function_name: functionName },
  };
  const from = (table: string) => {
    const query = {
      select: () => query,
      eq: () => query,
      maybeSingle: async () => ({ data: rows[table], error: null }),
    };
    return query;
  };
  return { from } as unknown as SupabaseClient;
}

async function ask(input: unknown, overrides: Partial<TestIntegrationDeps> = {}, token = 'the.user.token') {
  const calls: unknown[][] = [];
  const lines: string[] = [];
  const log: TestIntegrationDeps['log'] = (event, fields) => lines.push(JSON.stringify({ event, ...fields }));
  const request = new Request('http://functions.test/test-integration', {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: typeof input === 'string' ? input : JSON.stringify(input),
  });
  const response = await handleTestIntegration(request, {
    verifyToken: async () => ({ sub: user, role: 'authenticated', aud: 'authenticated' }),
    userClient: () => client('admin', 'sync-acessorias'),
    callSyncFunction: async (...call) => {
      calls.push(call);
      return { ok: true };
    },
    trail: {
      beginConnectionTest: async () => 7,
      noteConnectionTest: async (id, result, isStored) => {
        lines.push(`trail ${id} ${result} ${isStored ? 'stored' : 'draft'}`);
      },
    },
    issuer: null,
    log,
    ...overrides,
  }).catch((error: unknown) => errorResponse(error, log));
  const text = await response.text();
  return { status: response.status, text, json: JSON.parse(text) as unknown, calls, lines };
}

describe('an admin', () => {
  test('gets the outcome, and the sync function of the provider gets what is to be tried', async () => {
    const answer = await ask({ ...body, base_url: ' https://api.firma.com ', credential });
    expect(answer).toMatchObject({ status: 200, json: { ok: true } });
    const tried = { tenant_id: TENANT, user_id: user, base_url: 'https://api.firma.com', credential };
    expect(answer.calls).toEqual([['sync-acessorias', tried]]);
  });

  test('tests what is stored by giving nothing', async () => {
    for (const nothing of [{}, { base_url: null, credential: null }]) {
      const answer = await ask({ ...body, ...nothing });
      expect(answer.lines).toContain('trail 7 ok stored');
      const [call] = answer.calls;
      expect(call?.[1]).toMatchObject({ base_url: null, credential: null });
    }
  });

  test('gets a failed test as an answer, not as an error', async () => {
    const failed: ConnectionTestResult = { ok: false, error: { code: 'credentials_rejected', message: 'Recusada.' } };
    const answer = await ask({ ...body, credential }, { callSyncFunction: async () => failed });
    expect(answer).toMatchObject({ status: 200, json: failed });
  });

  test('finds the credential neither in the answer nor in the log', async () => {
    const answer = await ask({ ...body, credential });
    expect(answer.text + answer.lines.join()).not.toContain('canary');
    expect(answer.lines).toEqual(['trail 7 ok draft', expect.stringContaining('connection_tested')]);
  });

  test('who tests too often is told to wait, and no provider is asked', async () => {
    const refuse = (code: string) => ({
      beginConnectionTest: () => Promise.reject(new QueueError('begin', { code, message: 'no' })),
      noteConnectionTest: async () => {},
    });
    const tooOften = await ask(body, { trail: refuse('IQ004') });
    expect(tooOften).toMatchObject({ status: 429, json: { error: { code: 'too_many_requests' } }, calls: [] });
    expect(await ask(body, { trail: refuse('42501') })).toMatchObject({ status: 403, calls: [] });
  });
});

describe('refused', () => {
  test.for([
    ['no JSON', '{'],
    ['no tenant', { provider_slug: 'acessorias' }],
    ['an unknown field', { ...body, url: 'https://x.com' }],
    ['an empty credential', { ...body, credential: '  ' }],
    ['a credential that is too long', { ...body, credential: 'x'.repeat(1001) }],
    ['a slug that is none', { ...body, provider_slug: '../x' }],
  ] as const)('%s is 400, and the credential is not echoed', async ([, input]) => {
    const answer = await ask(input);
    expect(answer).toMatchObject({ status: 400, json: { error: { code: 'invalid_request' } }, calls: [] });
    expect(answer.text).not.toContain('xxxx');
  });

  test('an invalid token is 401', async () => {
    expect(await ask(body, { verifyToken: async () => null })).toMatchObject({ status: 401, calls: [] });
    expect(await ask(body, {}, 'sb_publishable_x')).toMatchObject({ status: 401, calls: [] });
  });

  test.for([['auditor'], ['member'], [null]] as const)('the role %s is 403', async ([role]) => {
    const answer = await ask(body, { userClient: () => client(role, 'sync-acessorias') });
    expect(answer).toMatchObject({ status: 403, json: { error: { code: 'forbidden' } }, calls: [] });
  });

  test('an unknown provider is 404', async () => {
    expect(await ask(body, { userClient: () => client('admin', null) })).toMatchObject({ status: 404, calls: [] });
  });
});

describe('the call of the sync function', () => {
  const env = readEnv(
    (name) =>
      ({ SUPABASE_URL: 'https://ref.supabase.co', SUPABASE_ANON_KEY: 'a', SUPABASE_SERVICE_ROLE_KEY: 'key' })[name],
  );
  const tried = { tenant_id: TENANT, user_id: user, base_url: null, credential };
  const call = async (send: typeof fetch) => {
    const lines: string[] = [];
    const result = await callSyncFunction(env, (event) => lines.push(event), 'sync-acessorias', tried, send);
    return { result, lines };
  };

  test('carries the secret key and the test', async () => {
    let sent: [unknown, RequestInit | undefined] | undefined;
    const { result } = await call(async (input, init) => {
      sent = [input, init];
      return Response.json({ ok: true });
    });
    expect(result).toEqual({ ok: true });
    expect(sent?.[0]).toBe('https://ref.supabase.co/functions/v1/sync-acessorias');
    expect(sent?.[1]).toMatchObject({ headers: { apikey: 'key' }, body: JSON.stringify({ connection_test: tried }) });
  });

  test('passes on what the provider said', async () => {
    const error = {
      code: 'permission_denied',
      message: 'Sem permissão.',
      kind: 'permanent',
      retry_after_seconds: null,
    };
    const { result } = await call(async () => Response.json({ error }, { status: 502 }));
    expect(result).toEqual({ ok: false, error: { code: 'permission_denied', message: 'Sem permissão.' } });
  });

  test.for([
    ['cannot be reached', async () => Promise.reject(new Error('connection refused')), 'sync_function_unreachable'],
    ['answers HTML', async () => new Response('<html>', { status: 504 }), 'sync_function_unreachable'],
    ['refuses our key', async () => Response.json({ error: {} }, { status: 401 }), 'sync_function_refused'],
  ] as const)('is a failed test when the function %s', async ([, send, event]) => {
    const { result, lines } = await call(send as typeof fetch);
    expect(result).toMatchObject({ ok: false, error: { code: 'internal_error' } });
    expect(lines).toEqual([event]);
  });
});
