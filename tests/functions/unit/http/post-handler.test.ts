import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { HttpError, JobError } from '../../../../supabase/functions/_shared/errors.ts';
import { jsonResponse, postHandler, readBody } from '../../../../supabase/functions/_shared/http/post-handler.ts';

const schema = z.strictObject({ tenant_id: z.uuid() });
const tenant = { tenant_id: '00000000-0000-4000-8000-00000000000a' };
const post = (body: BodyInit) => new Request('http://functions.test/', { method: 'POST', body });

function handler(handle: (request: Request) => Promise<Response>) {
  const lines: string[] = [];
  const answer = postHandler((event, fields) => lines.push(JSON.stringify({ event, ...fields })), handle);
  return { answer, lines };
}

describe('bodies', () => {
  test('a body of the schema is read', async () => {
    expect(await readBody(post(JSON.stringify(tenant)), schema)).toEqual(tenant);
  });

  test.for([
    ['no JSON', '{"tenant_id":', 'not valid JSON'],
    ['an empty body', '', 'not valid JSON'],
    ['a wrong type', '{"tenant_id":1}', 'tenant_id'],
    ['an unknown field', JSON.stringify({ ...tenant, tenant: 1 }), 'tenant'],
    ['a list', '[]', 'body'],
  ] as const)('%s is 400 and says why', async ([, text, reason]) => {
    const error = await readBody(post(text), schema).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'invalid_request', status: 400, message: expect.stringContaining(reason) });
  });

  test('a body that is too large is 413, announced or not', async () => {
    const large = 'x'.repeat(70_000);
    const streamed = new Request('http://functions.test/', {
      method: 'POST',
      body: new Blob([large]).stream(),
      duplex: 'half',
    } as RequestInit);
    for (const request of [post(large), streamed]) {
      await expect(readBody(request, schema)).rejects.toMatchObject({ code: 'payload_too_large', status: 413 });
    }
  });
});

describe('answers', () => {
  test('a preflight is answered before anything else, with the headers that supabase-js sends', async () => {
    const { answer } = handler(() => Promise.reject(new Error('must not be called')));
    const response = await answer(new Request('http://functions.test/', { method: 'OPTIONS' }));
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-headers')).toContain('x-client-info');
  });

  test('another method is 405', async () => {
    const { answer } = handler(async () => jsonResponse(200, {}));
    const response = await answer(new Request('http://functions.test/'));
    expect(response.status).toBe(405);
    expect(await response.json()).toMatchObject({ error: { code: 'method_not_allowed' } });
  });

  test('our errors carry code, message and details, with CORS headers', async () => {
    const { answer } = handler(() => Promise.reject(new HttpError('job_already_active', 'Running', { job_id: 'j1' })));
    const response = await answer(post('{}'));
    expect(response.status).toBe(409);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(await response.json()).toEqual({ error: { code: 'job_already_active', message: 'Running' }, job_id: 'j1' });
  });

  test("a provider's failure carries how it goes on", async () => {
    const { answer } = handler(() => Promise.reject(new JobError('rate_limit', 'rate_limited', 'Limite', 30)));
    const response = await answer(post('{}'));
    expect(response.status).toBe(502);
    expect(await response.json()).toEqual({
      error: { code: 'rate_limited', message: 'Limite', kind: 'rate_limit', retry_after_seconds: 30 },
    });
  });

  test('any other error tells the caller nothing and the log its first line', async () => {
    const { answer, lines } = handler(() => Promise.reject(new Error('connection to 10.0.0.5 refused\n    at line 1')));
    const response = await answer(post('{}'));
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('10.0.0.5');
    expect(lines).toEqual([
      JSON.stringify({ event: 'internal_error', error: 'Error: connection to 10.0.0.5 refused' }),
    ]);
  });
});
