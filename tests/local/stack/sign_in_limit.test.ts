import { afterAll, beforeAll, expect, test } from 'vitest';
import { SignInLimit } from '../../../supabase/local/auth/sign-in-limit.ts';
import { type Gateway, startGateway } from '../../../supabase/local/gateway/gateway.ts';
import { parseProjectConfig } from '../../../supabase/local/project-config.ts';
import { freePorts } from './support/support.ts';

test('thirty attempts at once, after that one every ten seconds, and never more than thirty saved up', () => {
  let now = 0;
  const limit = new SignInLimit(30, () => now);
  const admitted = (count: number) => Array.from({ length: count }, () => limit.admit()).filter(Boolean).length;
  expect(admitted(100)).toBe(30);
  now += 9_999;
  expect(admitted(5)).toBe(0);
  now += 10_001;
  expect(admitted(5)).toBe(2);
  now += 3_600_000;
  expect(admitted(100)).toBe(30);
});

test('the number is that of config.toml, as on the platform', () => {
  expect(parseProjectConfig('').auth.rate_limit.sign_in_sign_ups).toBe(30);
  expect(parseProjectConfig('[auth.rate_limit]\nsign_in_sign_ups = 7').auth.rate_limit.sign_in_sign_ups).toBe(7);
});

let gateway: Gateway;
let origin: string;
beforeAll(async () => {
  const [port = 0] = await freePorts(1);
  origin = `http://127.0.0.1:${port}`;
  const rest = { handle: async (_: unknown, res: { end(text: string): void }) => res.end('passed on') };
  gateway = await startGateway(port, { rest, signIns: new SignInLimit(2) }, console.error);
});
afterAll(() => gateway.close());

test('too many are told so in the words of Auth, and whoever is signed in already goes on', async () => {
  const post = async (path: string) => {
    const response = await fetch(`${origin}/auth/v1/${path}`, { method: 'POST', body: '{}' });
    return [response.status, await response.text()];
  };
  for (let count = 0; count < 2; count += 1) {
    expect(await post('token?grant_type=password')).toEqual([200, 'passed on']);
  }
  const [status, text] = await post('token?grant_type=password');
  expect([status, JSON.parse(String(text))]).toEqual([
    429,
    { code: 429, error_code: 'over_request_rate_limit', msg: 'Request rate limit reached' },
  ]);
  expect(await post('token?grant_type=refresh_token')).toEqual([200, 'passed on']);
  expect(await post('logout')).toEqual([200, 'passed on']);
});
