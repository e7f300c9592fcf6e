import { describe, expect, test, vi } from 'vitest';
import type { Connector } from '../../../../supabase/functions/_shared/provider/connector.ts';
import { acessorias } from '../../../../supabase/functions/sync-acessorias/connector.ts';
import { bomcontrole } from '../../../../supabase/functions/sync-bomcontrole/connector.ts';
import { onecode } from '../../../../supabase/functions/sync-onecode-contacts/connector.ts';
import type { Fault } from '../../../../supabase/local/sandbox/types.ts';
import { accessTo, jobError, providerSandbox, readAll } from '../support/provider.ts';

const sandbox = providerSandbox();
// The cursor's type does not matter here: it only goes round.
const CONNECTORS = [acessorias, bomcontrole, onecode] as unknown as Connector<unknown>[];

/** What a provider does on page 2, and what the attempt must come to. Never success. */
const FAULTS: [name: string, fault: Fault, kind: string, code: string][] = [
  ['401', { kind: 'status', status: 401 }, 'permanent', 'credentials_rejected'],
  ['403', { kind: 'status', status: 403 }, 'permanent', 'permission_denied'],
  ['404', { kind: 'status', status: 404 }, 'temporary', 'provider_error'],
  ['429 without Retry-After', { kind: 'status', status: 429 }, 'rate_limit', 'rate_limited'],
  ['429 with Retry-After', { kind: 'status', status: 429, retryAfter: 30 }, 'rate_limit', 'rate_limited'],
  ['500', { kind: 'status', status: 500 }, 'temporary', 'provider_unavailable'],
  ['503', { kind: 'status', status: 503 }, 'temporary', 'provider_unavailable'],
  ['{"Erro"} with 200', { kind: 'erro_200', message: 'Empresa não encontrada' }, 'temporary', 'provider_error'],
  [
    '{"Erro"} about permissions',
    { kind: 'erro_200', message: 'Token sem permissão' },
    'permanent',
    'permission_denied',
  ],
  ['{"Erro"} about the token', { kind: 'erro_200', message: 'Token inválido' }, 'permanent', 'credentials_rejected'],
  [
    '{"Erro"} about a limit',
    { kind: 'erro_200', message: 'Limite de requisições excedido' },
    'rate_limit',
    'rate_limited',
  ],
  ['an echo of the credential', { kind: 'echo_token', status: 500 }, 'temporary', 'provider_unavailable'],
  ['an echo of the credential with 200', { kind: 'echo_token' }, 'permanent', 'credentials_rejected'],
  ['an error in a list', { kind: 'erro_200', shape: 'list' }, 'permanent', 'permission_denied'],
  [
    'a message about a limit',
    { kind: 'erro_200', shape: 'message', message: 'Rate limit exceeded' },
    'rate_limit',
    'rate_limited',
  ],
  [
    'an error about an outage',
    { kind: 'erro_200', message: 'Sistema em manutenção' },
    'temporary',
    'provider_unavailable',
  ],
  ['429 with a body that never ends', { kind: 'status', status: 429, hangs: true }, 'rate_limit', 'rate_limited'],
  ['a challenge for browsers', { kind: 'challenge' }, 'temporary', 'provider_unavailable'],
  ['Latin-1 declared as UTF-8', { kind: 'latin1_as_utf8' }, 'temporary', 'invalid_response'],
  ['HTML with 200', { kind: 'html_200' }, 'temporary', 'invalid_response'],
  ['truncated JSON', { kind: 'truncated_json' }, 'temporary', 'invalid_response'],
  ['garbage', { kind: 'garbage' }, 'temporary', 'invalid_response'],
  ['a page of 20 MB', { kind: 'huge' }, 'temporary', 'invalid_response'],
  ['a redirect', { kind: 'redirect', location: 'http://169.254.169.254/' }, 'temporary', 'invalid_response'],
  ['a reset', { kind: 'reset' }, 'temporary', 'provider_unavailable'],
  ['a reset within the body', { kind: 'reset', when: 'body' }, 'temporary', 'provider_unavailable'],
  ['the page before again', { kind: 'repeated_page' }, 'temporary', 'repeated_page'],
];

describe.each(CONNECTORS)('$name', (connector) => {
  // As few as give two pages and more: a page of OneCode has 500 contacts.
  const companies = connector === CONNECTORS[2] ? 511 : 60;
  const connect = (faults: Fault[] = []) => sandbox.connect(connector, { companies, faults });

  test.for(FAULTS)('%s on page 2 ends the attempt and says where', async ([, fault, kind, code]) => {
    const context = await connect([{ ...fault, page: 2 }]);
    const error = await jobError(readAll(connector, context));
    expect(error).toMatchObject({ kind, code });
    expect(error.message).toContain('página 2');
    expect(error.message).toContain(connector.name);
    expect(error.message).not.toContain(context.token);
    expect(error.message).toMatch(/\.$/);
  });

  test('a provider that ignores the page number is noticed on the second page', async () => {
    const context = await connect([{ kind: 'repeated_page' }]);
    expect(await jobError(readAll(connector, context))).toMatchObject({ code: 'repeated_page' });
    // Where two pages are asked at a time, the third was on its way.
    expect((await sandbox.requests(context.token)).length).toBeLessThanOrEqual(3);
  });

  test('a provider that hangs is given up after the timeout', async () => {
    const context = await connect([{ kind: 'hang', page: 2 }]);
    const impatient = { ...context, access: { ...context.access, timeoutMs: 300 } };
    expect(await jobError(readAll(connector, impatient))).toMatchObject({ code: 'provider_timeout' });
  });

  test('the wait that a provider asks for is passed on', async () => {
    const context = await connect([{ kind: 'status', status: 429, retryAfter: 17 }]);
    expect((await jobError(readAll(connector, context))).retryAfterSeconds).toBe(17);
  });

  test.for([
    ['is empty once', 'empty_page_once'],
    ['has no content once', 'no_content'],
  ] as const)('a page that %s is no end', async ([, kind]) => {
    const faulty = await connect([{ kind, page: 2, times: 1 }]);
    const healthy = await connect();
    const read = async (context: typeof faulty) =>
      (await readAll(connector, context)).reduce((sum, page) => sum + page.read, 0);
    expect(await read(faulty)).toBe(await read(healthy));
  });

  test.for([['nul_text'], ['bad_document'], ['missing_fields'], ['wrong_types']] as const)(
    'rows with %s do not stop the run, and nothing that Postgres refuses goes on',
    async ([kind]) => {
      const context = await connect([{ kind, page: 2, rows: 3 }]);
      const healthy = await connect();
      const pages = await readAll(connector, context);
      const sum = (of: typeof pages) => of.reduce((total, page) => total + page.read, 0);
      expect(sum(pages)).toBe(sum(await readAll(connector, healthy)));
      expect(JSON.stringify(pages.map((page) => [page.rows, page.problems]))).not.toContain('\\u0000');
    },
  );

  test('a connection test makes one call and passes', async () => {
    const context = await connect();
    await expect(connector.probe(context)).resolves.toBeUndefined();
    expect(await sandbox.requests(context.token)).toHaveLength(1);
  });

  test.for([['null_body'], ['no_content']] as const)(
    'a connection test does not take %s for a list',
    async ([kind]) => {
      const context = await connect([{ kind }]);
      expect(await jobError(connector.probe(context))).toMatchObject({ code: 'invalid_response' });
    },
  );

  test('a connection test tells a refused credential', async () => {
    const context = await connect();
    const foreign = { ...context.access, authorization: connector.authorization('live-token') };
    const error = await jobError(connector.probe({ ...context, access: foreign }));
    expect(error).toMatchObject({ code: 'credentials_rejected', message: expect.stringContaining('teste de conexão') });
  });
});

test('a connection test does not take an empty object for a list', async () => {
  const access = accessTo('http://provider.test');
  for (const connector of CONNECTORS) {
    vi.stubGlobal('fetch', async () => Response.json({}));
    const context = { access, config: {}, lastSuccessStartedAt: null, now: new Date() };
    expect(await jobError(connector.probe(context))).toMatchObject({ code: 'invalid_response' });
  }
  vi.unstubAllGlobals();
});
