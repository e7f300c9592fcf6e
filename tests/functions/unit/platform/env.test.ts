import { describe, expect, test } from 'vitest';
import { readEnv } from '../../../../supabase/functions/_shared/platform/env.ts';

const read = (variables: Record<string, string>) => readEnv((name) => variables[name]);
const legacy = {
  SUPABASE_URL: 'https://ref.supabase.co',
  SUPABASE_ANON_KEY: 'anon-jwt',
  SUPABASE_SERVICE_ROLE_KEY: 'service-jwt',
};

describe('keys', () => {
  test('the older generation of keys is enough', () => {
    expect(read(legacy)).toMatchObject({
      publishableKey: 'anon-jwt',
      secretKey: 'service-jwt',
      secretKeys: ['service-jwt'],
    });
  });

  test('of named keys the default comes first, and older keys stay valid for callers', () => {
    const env = read({
      ...legacy,
      SUPABASE_PUBLISHABLE_KEYS: '{"web":"sb_publishable_web","default":"sb_publishable_default"}',
      SUPABASE_SECRET_KEYS: '{"worker":"sb_secret_worker","default":"sb_secret_default"}',
    });
    expect(env.publishableKey).toBe('sb_publishable_default');
    expect(env.secretKey).toBe('sb_secret_default');
    expect(env.secretKeys).toEqual(['sb_secret_default', 'sb_secret_worker', 'service-jwt']);
  });

  test.for(['sb_secret_typed_by_hand', '"sb_secret_in_quotes"', 'null'])(
    'named keys that are %s are refused without quoting them',
    (keys) => {
      const start = () => read({ ...legacy, SUPABASE_SECRET_KEYS: keys });
      expect(start).toThrow('SUPABASE_SECRET_KEYS is no JSON object');
      expect(start).not.toThrow('sb_secret');
    },
  );

  test('only texts count as keys', () => {
    const keys = '{"default":null,"worker":"sb_secret_worker","empty":"","number":1}';
    expect(read({ ...legacy, SUPABASE_SECRET_KEYS: keys }).secretKeys).toEqual(['sb_secret_worker', 'service-jwt']);
  });

  test.for([
    ['SUPABASE_URL', { ...legacy, SUPABASE_URL: '' }],
    ['SUPABASE_PUBLISHABLE_KEYS', { ...legacy, SUPABASE_ANON_KEY: '' }],
    ['SUPABASE_SECRET_KEYS', { ...legacy, SUPABASE_SERVICE_ROLE_KEY: '' }],
  ] as const)('a missing %s is named', ([name, variables]) => {
    expect(() => read(variables)).toThrow(name);
  });
});

describe('settings', () => {
  test('a number that makes no sense leaves the default', () => {
    for (const value of ['0', '-5', 'x', '']) {
      expect(read({ ...legacy, INTEGRATIONS_WORKER_BUDGET_MS: value }).workerBudgetMs).toBe(60_000);
    }
    expect(read({ ...legacy, INTEGRATIONS_PROVIDER_TIMEOUT_MS: '1500' }).providerTimeoutMs).toBe(1500);
  });

  test('only the exact word opens the way to this machine', () => {
    for (const value of ['', '1', 'TRUE', 'yes']) {
      expect(read({ ...legacy, INTEGRATIONS_ALLOW_LOCAL_PROVIDERS: value }).allowLocalProviders).toBe(false);
    }
    expect(read({ ...legacy, INTEGRATIONS_ALLOW_LOCAL_PROVIDERS: 'true' }).allowLocalProviders).toBe(true);
  });

  test('the issuer of tokens is known on https, set by hand, or not checked', () => {
    expect(read(legacy).jwtIssuer).toBe('https://ref.supabase.co/auth/v1');
    expect(read({ ...legacy, INTEGRATIONS_JWT_ISSUER: 'https://id.firm.com' }).jwtIssuer).toBe('https://id.firm.com');
    expect(read({ ...legacy, SUPABASE_URL: 'http://kong:8000' }).jwtIssuer).toBeNull();
    expect(read({ ...legacy, SUPABASE_URL: 'https://ref.supabase.co/' }).jwtIssuer).toBe(
      'https://ref.supabase.co/auth/v1',
    );
  });
});
