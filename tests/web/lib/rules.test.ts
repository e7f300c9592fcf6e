// @vitest-environment node
import { FunctionsFetchError, FunctionsHttpError } from '@supabase/functions-js';
import { describe, expect, it } from 'vitest';
import { returnPath, signInPath } from '../../../src/lib/app/return-path.ts';
import { errorText, fromFunction, fromRest, isTransient } from '../../../src/lib/data/errors.ts';
import {
  matchesFilters,
  NO_FILTERS,
  newExecutions,
  parseFilters,
  periodStart,
  SCHEDULED,
} from '../../../src/lib/executions/filters.ts';
import { parseOverview, shortDay } from '../../../src/lib/integrations/overview.ts';
import { type Job, toJob } from '../../../src/lib/jobs/job.ts';
import { HTTP_ERROR_TEXTS, JOB_ERROR_TEXTS, jobErrorText } from '../../../src/lib/labels/errors.ts';
import { pollInterval } from '../../../src/lib/live/polling.ts';
import { isBaseUrl } from '../../../src/lib/settings/base-url.ts';
import { chooseTenant } from '../../../src/lib/tenants/choice.ts';
import { canRead, type Membership } from '../../../src/lib/tenants/memberships.ts';
import { json } from '../support/fake-supabase.ts';
import { ago, failedRow, jobRow } from '../support/world.ts';

describe('errors of REST', () => {
  it.each([
    [0, '', 'offline'],
    [401, 'PGRST301', 'unauthorized'],
    [403, '42501', 'forbidden'],
    [409, '23505', 'job_already_active'],
    [409, '23503', 'internal_error'],
    [400, 'IQ001', 'job_already_finished'],
    [400, 'IQ002', 'integration_disabled'],
    [406, 'PGRST116', 'not_found'],
    [400, '22P02', 'invalid_request'],
    [503, 'PGRST001', 'internal_error'],
  ])('classifies status %d with %s as %s', (status, code, expected) => {
    expect(fromRest({ code, message: 'text' }, status).code).toBe(expected);
  });
});

describe('errors of functions', () => {
  it('reads the code and the job of the answer', async () => {
    const body = { error: { code: 'job_already_active', message: 'One is active' }, job_id: 'job-1' };
    const error = await fromFunction(new FunctionsHttpError(json(body, 409)));
    expect(error).toMatchObject({ code: 'job_already_active', jobId: 'job-1', message: 'One is active' });
  });

  it('falls back on the status when the answer is no JSON of ours', async () => {
    const html = new Response('<html>', { status: 429 });
    expect((await fromFunction(new FunctionsHttpError(html))).code).toBe('too_many_requests');
    expect((await fromFunction(new FunctionsHttpError(new Response('', { status: 502 })))).code).toBe('internal_error');
  });

  it('calls a request without an answer offline', async () => {
    expect((await fromFunction(new FunctionsFetchError({}))).code).toBe('offline');
  });

  it('retries only what may pass by itself', () => {
    expect(isTransient(fromRest({ message: '' }, 0))).toBe(true);
    expect(isTransient(fromRest({ message: '' }, 500))).toBe(true);
    expect(isTransient(fromRest({ message: '' }, 403))).toBe(false);
    expect(isTransient(new TypeError('bug'))).toBe(false);
  });
});

describe('error texts', () => {
  it('exist for every code, as a fact and a way out', () => {
    const texts = [
      ...Object.keys(JOB_ERROR_TEXTS).map(jobErrorText),
      ...Object.keys(HTTP_ERROR_TEXTS).map((code) => errorText(fromRest({ code, message: '' }, 500))),
      errorText(fromRest({ message: '' }, 0)),
    ];
    for (const { title, advice } of texts) {
      expect(title).toMatch(/^[A-ZÀ-Ú][^.]+$/u);
      expect(advice).toMatch(/^[A-ZÀ-Ú].+\.$/u);
    }
  });

  it('read as an internal failure for a code of a later version', () => {
    expect(jobErrorText('solar_flare')).toBe(jobErrorText('internal_error'));
    expect(jobErrorText('constructor')).toBe(jobErrorText('internal_error'));
  });
});

describe('way back after sign-in', () => {
  it('survives with its query', () => {
    const wanted = '/integracoes/acessorias?tenant=aurora&aba=execucoes';
    expect(returnPath(new URLSearchParams(signInPath(wanted).split('?')[1]))).toBe(wanted);
    expect(signInPath('/')).toBe('/entrar');
  });

  it.each([
    'https://evil.test',
    '//evil.test',
    '/\\evil.test',
    // A browser drops these before it reads the address.
    '/\t/evil.test',
    '/\n/evil.test',
    '\t//evil.test',
    '/\r\\evil.test',
    '/\u0000/evil.test',
    '/\u0085/evil.test',
    '/.//evil.test',
    '/x/..//evil.test',
    '/x\\..\\..\\evil.test',
    'javascript:alert(1)',
    '/entrar',
    '/x/../entrar?voltar=/entrar',
    '',
  ])('never leads to %j', (path) => {
    expect(returnPath(new URLSearchParams({ voltar: path }))).toBe('/integracoes');
  });
});

describe('choice of the tenant', () => {
  const tenant = (slug: string, role: Membership['role']): Membership => ({
    id: slug,
    name: slug,
    slug,
    timeZone: 'America/Sao_Paulo',
    role,
  });
  const all = [tenant('a', 'member'), tenant('b', 'auditor'), tenant('c', 'admin')];

  it('follows the address, and nothing else when it names one', () => {
    expect(chooseTenant(all, 'c', 'b')?.slug).toBe('c');
    expect(chooseTenant(all, 'x', 'b')).toBeNull();
  });

  it('else takes the remembered tenant, else the first that can be read, else the first', () => {
    expect(chooseTenant(all, null, 'c')?.slug).toBe('c');
    expect(chooseTenant(all, null, 'gone')?.slug).toBe('b');
    expect(chooseTenant([tenant('a', 'member')], null, null)?.slug).toBe('a');
    expect(chooseTenant([], null, null)).toBeNull();
  });

  it('lets admins and auditors read', () => {
    expect(all.map(({ role }) => canRead(role))).toEqual([false, true, true]);
  });
});

describe('filters of executions', () => {
  const now = new Date(2026, 10, 23, 15).getTime();
  const job = (row: Record<string, unknown>): Job => toJob(row) ?? expect.unreachable('the row is no job');

  it('come from the address; what does not exist does not filter', () => {
    const parse = (query: string) => parseFilters(new URLSearchParams(query));
    expect(parse('status=error&periodo=7d')).toEqual({ ...NO_FILTERS, status: 'error', period: '7d' });
    expect(parse('status=x&periodo=1y&erro=x&id=ab&de=2026-11-01')).toEqual(NO_FILTERS);
    const days = { period: 'datas', from: '2026-11-01', until: null } as const;
    expect(parse('periodo=datas&de=2026-11-01&ate=2026-13-45&erro=provider_timeout&por=agendamento&id=a1b2')).toEqual({
      ...NO_FILTERS,
      ...days,
      error: 'provider_timeout',
      startedBy: 'agendamento',
      id: 'a1b2',
    });
  });

  it('begin at a midnight: today is one day, 7 days are seven', () => {
    expect(periodStart('hoje', now)).toEqual(new Date(2026, 10, 23));
    expect(periodStart('7d', now)).toEqual(new Date(2026, 10, 17));
    expect(periodStart('30d', now)).toEqual(new Date(2026, 9, 25));
  });

  it('match as the server does', () => {
    const failed = job(failedRow({ created_at: new Date(2026, 10, 22, 23).toISOString() }));
    expect(matchesFilters(failed, { ...NO_FILTERS, status: 'error', period: '7d' }, now)).toBe(true);
    expect(matchesFilters(failed, { ...NO_FILTERS, status: 'error', period: 'hoje' }, now)).toBe(false);
    expect(matchesFilters(failed, { ...NO_FILTERS, status: 'success' }, now)).toBe(false);
    const days = { ...NO_FILTERS, period: 'datas', from: '2026-11-22', until: '2026-11-22' } as const;
    expect(matchesFilters(failed, days, now)).toBe(true);
    expect(matchesFilters(failed, { ...days, from: '2026-11-21', until: '2026-11-21' }, now)).toBe(false);
    expect(matchesFilters(failed, { ...NO_FILTERS, error: 'credentials_rejected' }, now)).toBe(true);
    expect(matchesFilters(failed, { ...NO_FILTERS, error: 'provider_timeout' }, now)).toBe(false);
    expect(matchesFilters(failed, { ...NO_FILTERS, startedBy: 'user-admin' }, now)).toBe(true);
    expect(matchesFilters(failed, { ...NO_FILTERS, startedBy: SCHEDULED }, now)).toBe(false);
    expect(matchesFilters(failed, { ...NO_FILTERS, id: 'job-1' }, now)).toBe(true);
  });

  it('find the executions that are newer than the list, and only those', () => {
    const listed = [job(jobRow({ id: 'b', created_at: ago(50) }))];
    const known = ['a', 'b', 'c'].map((id, index) => job(jobRow({ id, created_at: ago(90 - index * 40) })));
    const found = newExecutions(listed, known, NO_FILTERS, Date.now());
    expect(found.map(({ id }) => id)).toEqual(['c']);
    expect(newExecutions([], known, { ...NO_FILTERS, status: 'error' }, Date.now())).toEqual([]);
  });
});

describe('polling', () => {
  it('is slow with a live channel and only while something runs, fast without one', () => {
    expect(pollInterval('live', false, 0)).toBe(180_000);
    expect(pollInterval('live', false, 1)).toBe(300_000);
    expect(pollInterval('live', true)).toBe(12_000);
    expect(pollInterval('down', true)).toBe(3000);
    expect(pollInterval('down', false)).toBe(10_000);
    expect(pollInterval('connecting', true)).toBe(3000);
  });
});

describe('overview', () => {
  it('reads the answer of the database and refuses another shape', () => {
    const day = { day: '2026-11-23', success: 1, error: 0, canceled: 0 };
    expect(
      parseOverview({
        success_rate: null,
        mean_time_ms: 1500,
        mean_full_ms: 2000,
        mean_incremental_ms: 1000,
        last_success_at: null,
        runs_30d: 1,
        days: [day],
      }),
    ).toEqual({
      successRate: null,
      meanTimeMs: 1500,
      meanFullMs: 2000,
      meanIncrementalMs: 1000,
      lastSuccessAt: null,
      days: [day],
    });
    expect(() => parseOverview([])).toThrow(TypeError);
  });

  it('writes a day without a time zone', () => expect(shortDay('2026-11-01')).toBe('01/11'));
});

describe('address of a provider', () => {
  it.each([
    ['https://api.exemplo.com.br', true],
    ['http://127.0.0.1:54330/acessorias', true],
    ['api.exemplo.com.br', false],
    ['ftp://exemplo.com', false],
    ['https://', false],
    ['https://a b', false],
    ['https://user:pass@exemplo.com', false],
    [`https://exemplo.com/${'a'.repeat(300)}`, false],
  ])('%s: %s', (url, expected) => expect(isBaseUrl(url)).toBe(expected));
});
