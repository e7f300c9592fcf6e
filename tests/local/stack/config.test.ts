import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { localConfig } from '../../../supabase/local/config.ts';
import { takenPorts } from '../../../supabase/local/machine/ports.ts';
import { parseProjectConfig } from '../../../supabase/local/project-config.ts';
import { isoTimestamp } from '../../../supabase/local/rest/timestamps.ts';
import { freePorts, testConfig } from './support/support.ts';

test('an empty environment gives the documented ports', () => {
  const { appPort, apiPort, dbPort, sandboxPort } = localConfig({});
  expect([appPort, apiPort, dbPort, sandboxPort]).toEqual([5173, 54321, 54322, 54330]);
});

test('a setting that is no port is refused by its name', () => {
  expect(() => localConfig({ INTEGRACOES_API_PORT: '80a' })).toThrow('INTEGRACOES_API_PORT: "80a"');
  expect(() => localConfig({ INTEGRACOES_DB_PORT: '70000' })).toThrow('INTEGRACOES_DB_PORT');
});

test('two services on one port are refused', () => {
  expect(() => localConfig({ INTEGRACOES_API_PORT: '5173' })).toThrow('two services share one');
});

test('a taken port is named together with the setting that moves it', async () => {
  const config = await testConfig('/nonexistent');
  expect(await takenPorts(config)).toEqual([]);
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(config.apiPort, '127.0.0.1', resolve));
  const taken = await takenPorts(config);
  await new Promise((resolve) => other.close(resolve));
  expect(taken).toEqual([
    `Port ${config.apiPort} (Supabase API) is taken: stop the other program, or set INTEGRACOES_API_PORT`,
  ]);
  expect(new Set(await freePorts(4)).size).toBe(4);
});

test.each([
  ['2026-11-23 12:46:22.446761+00', '2026-11-23T12:46:22.446761+00:00'],
  ['2026-11-23 12:46:22+00', '2026-11-23T12:46:22+00:00'],
  ['2026-11-23 12:46:22+05:30', '2026-11-23T12:46:22+05:30'],
  ['2026-11-23 12:46:22.5', '2026-11-23T12:46:22.5'],
  ['infinity', 'infinity'],
])('a time that Postgres writes as %s is sent as %s', (text, expected) => {
  expect(isoTimestamp(text)).toBe(expected);
});

test('settings of functions are read from their own tables of config.toml only', () => {
  const { functions } = parseProjectConfig(`
[auth]
verify_jwt = false # not ours
[functions.open]
verify_jwt = false # checks a key itself
[functions."quoted-name"]
enabled = false
[api]
enabled = true
`);
  expect(functions).toEqual({
    open: { verify_jwt: false, enabled: true },
    'quoted-name': { verify_jwt: true, enabled: false },
  });
});

test('what config.toml leaves open is as the official stack has it', () => {
  expect(parseProjectConfig('')).toEqual({
    api: { schemas: ['public'], max_rows: 1000 },
    auth: {
      enable_signup: true,
      minimum_password_length: 6,
      rate_limit: { sign_in_sign_ups: 30 },
      jwt_expiry: 3600,
      email: { template: {} },
    },
    functions: {},
  });
});

test('a value of the wrong kind is named by its place', () => {
  expect(() => parseProjectConfig('[auth]\nminimum_password_length = "ten"')).toThrow('auth.minimum_password_length');
});
