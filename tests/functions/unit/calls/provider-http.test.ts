import { expect, test } from 'vitest';
import { getJson } from '../../../../supabase/functions/_shared/calls/provider-http.ts';
import { LeaseGoneError } from '../../../../supabase/functions/_shared/errors.ts';
import { retryAfterSeconds } from '../../../../supabase/functions/_shared/provider/provider-errors.ts';
import { accessTo, httpServer, jobError } from '../support/provider.ts';

const server = httpServer();
const where = 'página 3';
const get = (access = {}) => getJson(accessTo(server.url, access), '/list?x=1', where);

/** An answer with this status, body and headers. */
function answer(status: number, body: string, headers: Record<string, string> = {}) {
  server.answer = (_, response) => response.writeHead(status, headers).end(body);
}

test('JSON is read, with the Authorization header and without any other secret', async () => {
  let seen: unknown;
  server.answer = (request, response) => {
    seen = [request.method, request.url, request.headers.authorization, request.headers.accept];
    response.end('[{"a":1}]');
  };
  expect(await get()).toEqual([{ a: 1 }]);
  expect(seen).toEqual(['GET', '/list?x=1', 'Bearer canary-secret-1234', 'application/json']);
});

test('204 is null', async () => {
  answer(204, '');
  expect(await get()).toBeNull();
});

test.for([
  [401, 'permanent', 'credentials_rejected', 'Informe uma credencial válida'],
  [403, 'permanent', 'permission_denied', 'Peça acesso.'],
  [429, 'rate_limit', 'rate_limited', 'continua automaticamente'],
  [400, 'temporary', 'provider_error', 'erro 400'],
  [404, 'temporary', 'provider_error', 'Verifique a URL base'],
  [500, 'temporary', 'provider_unavailable', 'erro 500'],
  [503, 'temporary', 'provider_unavailable', 'erro 503'],
] as const)('status %i is %s, %s', async ([status, kind, code, text]) => {
  answer(status, '');
  const error = await jobError(get());
  expect(error).toMatchObject({ kind, code, message: expect.stringContaining(text), retryAfterSeconds: null });
  expect(error.message).toContain(where);
});

test.for([
  ['{"Erro":"Falha A"}'],
  ['{"Message":"Falha A"}'],
  ['{"Mensagem":"Falha A"}'],
  ['{"error":"Falha A"}'],
  ['{"error":{"message":"Falha A"}}'],
  ['{"title":"Falha A"}'],
  ['"Falha A"'],
  ['Falha A.'],
] as const)('an error body %s is quoted', async ([body]) => {
  answer(500, body);
  expect((await jobError(get())).message).toContain('(página 3): Falha A. ');
});

test('an HTML error page is not quoted', async () => {
  answer(502, '<html><body>Bad gateway</body></html>');
  expect((await jobError(get())).message).not.toMatch(/html|gateway/i);
});

test('a credential that the provider echoes does not reach the message', async () => {
  answer(500, JSON.stringify({ Message: 'Token canary-secret-1234 (Bearer canary-secret-1234)' }));
  expect((await jobError(get())).message).not.toContain('canary');
});

test.for([
  ['seconds', '30', 30],
  ['a fraction of a second', '45.1', 46],
  ['a fraction with a comma', '0,4', 1],
  ['more than a day', '999999', 86_400],
  ['no wait', '0', null],
  ['nonsense', 'soon', null],
] as const)('Retry-After with %s', async ([, value, seconds]) => {
  answer(429, '', { 'Retry-After': value });
  expect((await jobError(get())).retryAfterSeconds).toBe(seconds);
});

test('Retry-After may be a date; one in the past names no wait', () => {
  const now = Date.parse('2026-11-23T12:00:00Z');
  expect(retryAfterSeconds('Mon, 23 Nov 2026 12:02:00 GMT', now)).toBe(120);
  expect(retryAfterSeconds('Mon, 23 Nov 2026 11:00:00 GMT', now)).toBeNull();
  expect(retryAfterSeconds(null, now)).toBeNull();
  expect(retryAfterSeconds(' ', now)).toBeNull();
});

test.for([
  ['HTML', '<!DOCTYPE html><html></html>', 'HTML'],
  ['truncated JSON', '[{"a":1},{"a"', 'não pôde ser lido'],
  ['an empty body', '', 'não pôde ser lido'],
  ['bytes that are no text', '\u0000\u0001\ufffd', 'não pôde ser lido'],
] as const)('%s with 200 is an invalid response', async ([, body, text]) => {
  answer(200, body);
  expect(await jobError(get())).toMatchObject({ code: 'invalid_response', message: expect.stringContaining(text) });
});

test('a redirect is not followed, to the same host neither', async () => {
  const paths: (string | undefined)[] = [];
  server.answer = (request, response) => {
    paths.push(request.url);
    response.writeHead(302, { Location: '/login' }).end();
  };
  expect(await jobError(get())).toMatchObject({
    code: 'invalid_response',
    message: expect.stringContaining('redireciona'),
  });
  expect(paths).toEqual(['/list?x=1']);
});

test('an answer of 20 MB is refused while it arrives', async () => {
  let sent = 0;
  server.answer = (_, response) => {
    const chunk = 'x'.repeat(1_048_576);
    const send = () => {
      if (sent >= 20) response.end(']');
      else {
        sent += 1;
        response.write(chunk, send);
      }
    };
    response.write('["');
    send();
  };
  expect(await jobError(get())).toMatchObject({
    code: 'invalid_response',
    message: expect.stringContaining('grande demais'),
  });
  expect(sent).toBeLessThan(20);
});

test.for([
  ['before the answer', (response: import('node:http').ServerResponse) => response.socket?.resetAndDestroy()],
  [
    'within the body',
    (response: import('node:http').ServerResponse) => {
      response.writeHead(200, { 'Content-Length': '100' });
      response.write('[{"a":', () => response.destroy());
    },
  ],
] as const)('a connection that breaks %s is temporary', async ([, breakOff]) => {
  server.answer = (_, response) => breakOff(response);
  expect(await jobError(get())).toMatchObject({ kind: 'temporary', code: 'provider_unavailable' });
});

test('nobody listening is temporary', async () => {
  const error = await jobError(getJson(accessTo('http://127.0.0.1:9'), '/x', where));
  expect(error).toMatchObject({ kind: 'temporary', code: 'provider_unavailable' });
});

test.for([
  ['answer', false],
  ['rest of the body', true],
] as const)('a missing %s ends with a timeout that says how long', async ([, hasBegun]) => {
  server.answer = (_, response) => {
    if (hasBegun) response.writeHead(200).write('[');
  };
  const error = await jobError(get({ timeoutMs: 200 }));
  expect(error).toMatchObject({ code: 'provider_timeout', message: expect.stringContaining('não respondeu em') });
});

test('an aborted signal ends the call at once with its own reason, not as a failure of the provider', async () => {
  const abort = new AbortController();
  server.answer = () => abort.abort(new Error('job canceled'));
  await expect(get({ signal: abort.signal })).rejects.toThrow('job canceled');
});

test('a call waits for its turn', async () => {
  answer(200, '[]');
  const turns: string[] = [];
  await get({ pace: async () => turns.push('waited') });
  expect(turns).toEqual(['waited']);
});

test('a job that was cancelled while the call waited for its turn makes no call', async () => {
  let calls = 0;
  server.answer = (_, response) => {
    calls += 1;
    response.end('[]');
  };
  const turns: string[] = [];
  const confirm = async () => {
    turns.push('asked');
    throw new LeaseGoneError('canceled');
  };
  const call = get({ pace: async () => void turns.push('waited'), confirm });
  await expect(call).rejects.toMatchObject({ state: 'canceled' });
  expect(turns).toEqual(['waited', 'asked']);
  expect(calls).toBe(0);
});

test('a limit is told by its header alone, its body may never end', async () => {
  server.answer = (_, response) => {
    response.writeHead(429, { 'Retry-After': '7.2' });
    response.write('{"Erro":');
  };
  const startedAt = performance.now();
  expect(await jobError(get())).toMatchObject({ kind: 'rate_limit', code: 'rate_limited', retryAfterSeconds: 8 });
  expect(performance.now() - startedAt).toBeLessThan(1_500);
});

test('the text of an error is waited for only so long', async () => {
  server.answer = (_, response) => {
    response.writeHead(500);
    response.write('{"Erro":"Fal');
  };
  const startedAt = performance.now();
  expect(await jobError(get())).toMatchObject({ code: 'provider_unavailable' });
  expect(performance.now() - startedAt).toBeLessThan(4_000);
});

test('a challenge for browsers passes by itself, a refusal does not', async () => {
  answer(403, '<html></html>', { 'cf-mitigated': 'challenge' });
  expect(await jobError(get())).toMatchObject({ kind: 'temporary', code: 'provider_unavailable' });
  answer(403, '<html></html>');
  expect(await jobError(get())).toMatchObject({ kind: 'permanent', code: 'permission_denied' });
});

/** An answer with these bytes and this declaration. */
function answerBytes(bytes: Buffer, contentType: string) {
  server.answer = (_, response) => response.writeHead(200, { 'Content-Type': contentType }).end(bytes);
}

test.for([
  ['application/json; charset=iso-8859-1', 'latin1'],
  ['application/json; Charset="ISO-8859-1"', 'latin1'],
  ['application/json; charset=utf-8', 'utf8'],
  // Its bytes are often UTF-8 all the same; TextDecoder would read them as Windows-1252.
  ['application/json; charset=us-ascii', 'utf8'],
  ['application/json', 'utf8'],
] as const)('%s is read as declared', async ([contentType, encoding]) => {
  answerBytes(Buffer.from('["São João"]', encoding), contentType);
  expect(await get()).toEqual(['São João']);
});

test.for([
  ['Latin-1 declared as UTF-8', Buffer.from('["São"]', 'latin1'), 'application/json; charset=utf-8'],
  ['Latin-1 without a declaration', Buffer.from('["São"]', 'latin1'), 'application/json'],
  ['an unknown charset', Buffer.from('[]'), 'application/json; charset=klingon'],
] as const)('%s is an invalid response', async ([, bytes, contentType]) => {
  answerBytes(bytes, contentType);
  expect(await jobError(get())).toMatchObject({ kind: 'temporary', code: 'invalid_response' });
});

test('a byte order mark does not get in the way', async () => {
  answerBytes(Buffer.from('\ufeff[1]'), 'application/json; charset=utf-8');
  expect(await get()).toEqual([1]);
});

test('whole numbers that a double cannot hold come as the text that was sent, all others as numbers', async () => {
  answer(
    200,
    '{"id":9007199254740993,"min":-9007199254740993,"safe":9007199254740991,"amount":1234567890.25,"huge":1e400}',
  );
  expect(await get()).toEqual({
    id: '9007199254740993',
    min: '-9007199254740993',
    safe: 9007199254740991,
    amount: 1234567890.25,
    huge: '1e400',
  });
});
