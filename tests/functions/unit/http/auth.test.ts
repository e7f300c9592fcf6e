import { describe, expect, test } from 'vitest';
import { bearerToken, requireSecretKey, requireUser } from '../../../../supabase/functions/_shared/http/auth.ts';
import { isOneOfSecrets, isSameSecret } from '../../../../supabase/functions/_shared/http/constant-time.ts';

const request = (headers: Record<string, string>) => new Request('http://functions.test/', { method: 'POST', headers });
const unauthorized = { code: 'unauthorized', status: 401 };

describe('secrets', () => {
  test('equal secrets are the same, whatever their length; others are not', async () => {
    expect(await isSameSecret('', '')).toBe(true);
    expect(await isSameSecret('sb_secret_a', 'sb_secret_a')).toBe(true);
    expect(await isSameSecret('sb_secret_a', 'sb_secret_b')).toBe(false);
    expect(await isSameSecret('sb_secret_a', 'sb_secret_')).toBe(false);
  });

  test('a candidate is compared with every secret', async () => {
    expect(await isOneOfSecrets('c', ['a', 'b', 'c'])).toBe(true);
    expect(await isOneOfSecrets('d', ['a', 'b', 'c'])).toBe(false);
    expect(await isOneOfSecrets('', [])).toBe(false);
  });
});

describe('callers with a secret key', () => {
  test.for([
    ['apikey', { apikey: 'sb_secret_1' }],
    ['Authorization', { authorization: 'Bearer sb_secret_1' }],
  ] as const)('pass with it on %s', async ([, headers]) => {
    await expect(requireSecretKey(request(headers), ['sb_secret_0', 'sb_secret_1'])).resolves.toBeUndefined();
  });

  test.for([
    ['without a key', {}],
    ['with a wrong key', { apikey: 'sb_secret_2' }],
    ['with a publishable key', { apikey: 'sb_publishable_1' }],
    ['with an empty key', { apikey: '' }],
    ['with a wrong apikey beside a right Authorization', { apikey: 'x', authorization: 'Bearer sb_secret_1' }],
  ] as const)('are refused %s', async ([, headers]) => {
    await expect(requireSecretKey(request(headers), ['sb_secret_1'])).rejects.toMatchObject(unauthorized);
  });
});

describe('users', () => {
  const userId = '00000000-0000-4000-8000-000000000101';
  const claims = { sub: userId, role: 'authenticated', aud: 'authenticated', iss: 'https://ref.supabase.co/auth/v1' };
  const issuer = claims.iss;
  const withToken = request({ authorization: 'Bearer the.user.token' });

  test('a verified token names the user and goes on', async () => {
    const user = await requireUser(withToken, async () => claims, issuer);
    expect(user).toEqual({ id: userId, token: 'the.user.token' });
  });

  test('an audience may be a list, and an unknown issuer is not checked', async () => {
    const user = await requireUser(withToken, async () => ({ ...claims, aud: ['authenticated'], iss: 'x' }), null);
    expect(user.id).toBe(userId);
  });

  test.for([
    ['an expired or forged token', null],
    ['a token without subject', { ...claims, sub: undefined }],
    ['a subject that is no user id', { ...claims, sub: 'firebase|1' }],
    ['a service_role token', { ...claims, role: 'service_role' }],
    ['an anonymous token', { ...claims, role: 'anon' }],
    ['another audience', { ...claims, aud: 'other' }],
    ['another issuer', { ...claims, iss: 'https://other.supabase.co/auth/v1' }],
  ] as const)('%s is refused', async ([, verified]) => {
    await expect(requireUser(withToken, async () => verified, issuer)).rejects.toMatchObject(unauthorized);
  });

  test('no token and an API key are refused without asking anybody', async () => {
    const verify = () => Promise.reject(new Error('must not be asked'));
    for (const headers of [{}, { authorization: 'Basic abc' }, { authorization: 'Bearer sb_publishable_1' }]) {
      await expect(requireUser(request(headers as Record<string, string>), verify, issuer)).rejects.toMatchObject(
        unauthorized,
      );
    }
  });

  test('the scheme is read in any case', () => {
    expect(bearerToken(request({ authorization: 'bearer abc' }))).toBe('abc');
    expect(bearerToken(request({ authorization: 'Bearer a b' }))).toBeNull();
  });
});
