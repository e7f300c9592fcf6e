import { describe, expect, test, vi } from 'vitest';
import {
  checkBaseUrl,
  requirePublicHost,
  resolveByDns,
} from '../../../../supabase/functions/_shared/calls/base-url.ts';
import { isPublicAddress } from '../../../../supabase/functions/_shared/calls/ip-address.ts';
import { jobError } from '../support/provider.ts';

const refused = (value: string | null, allowLocal = false) =>
  jobError(Promise.resolve().then(() => checkBaseUrl(value, allowLocal)));

describe('the literal check', () => {
  test.for([
    ['https://api.acessorias.com', 'https://api.acessorias.com'],
    [
      'https://apinewintegracao.bomcontrole.com.br/integracao/',
      'https://apinewintegracao.bomcontrole.com.br/integracao',
    ],
    ['HTTPS://API-Firma.OneCode.chat//', 'https://api-firma.onecode.chat'],
    ['https://api.acessorias.com:443', 'https://api.acessorias.com'],
    ['https://api.exemplo-ação.com.br', 'https://api.xn--exemplo-ao-n5a1c.com.br'],
  ] as const)('%s passes', ([value, expected]) => {
    expect(checkBaseUrl(value, false)).toBe(expected);
  });

  test.for([
    [null, 'nenhuma URL'],
    ['', 'nenhuma URL'],
    ['api.acessorias.com', 'inválida'],
    ['http://api.acessorias.com', 'https'],
    ['ftp://api.acessorias.com', 'https'],
    ['file:///etc/passwd', 'https'],
    ['https://user:password@api.acessorias.com', 'usuário'],
    ['https://api.acessorias.com?x=1', 'parâmetros'],
    ['https://api.acessorias.com#x', 'parâmetros'],
    ['https://api.acessorias.com:8443', 'porta'],
    // Literal addresses, in every spelling that URL understands.
    ['https://127.0.0.1', 'público'],
    ['https://93.184.215.14', 'público'],
    ['https://127.1', 'público'],
    ['https://2130706433', 'público'],
    ['https://0x7f000001', 'público'],
    ['https://0x7f.0.0.1', 'público'],
    ['https://0177.0.0.1', 'público'],
    ['https://017700000001', 'público'],
    ['https://127.0.0.1.', 'público'],
    ['https://１２７.０.０.１', 'público'],
    ['https://127。0。0。1', 'público'],
    ['https://169.254.169.254/latest/meta-data', 'público'],
    ['https://[::1]', 'público'],
    ['https://[::ffff:127.0.0.1]', 'público'],
    ['https://[::ffff:7f00:1]', 'público'],
    ['https://[fd00::1]', 'público'],
    ['https://[2606:4700:4700::1111]', 'público'],
    // Names that are no public host.
    ['https://localhost', 'público'],
    ['https://localhost.', 'público'],
    ['https://LOCALHOST', 'público'],
    ['https://metadata', 'público'],
    ['https://metadata.google.internal', 'público'],
    ['https://api.internal.', 'público'],
    ['https://nas.local', 'público'],
    ['https://sandbox.test', 'público'],
    ['https://ｌｏｃａｌｈｏｓｔ', 'público'],
  ] as const)('%s is refused', async ([value, reason]) => {
    expect(await refused(value)).toMatchObject({
      kind: 'permanent',
      code: 'base_url_refused',
      message: expect.stringContaining(reason),
    });
  });

  test('this machine passes with the explicit setting only, and nothing else does with it', async () => {
    expect(checkBaseUrl('http://127.0.0.1:54330/acessorias', true)).toBe('http://127.0.0.1:54330/acessorias');
    expect(checkBaseUrl('http://localhost:54330/onecode/', true)).toBe('http://localhost:54330/onecode');
    await refused('http://127.0.0.1:54330/acessorias', false);
    await refused('http://10.0.0.1', true);
    await refused('http://[::1]:54330', true);
    await refused('http://api.acessorias.com', true);
    await refused('ftp://127.0.0.1/x', true);
  });
});

describe('the check by DNS', () => {
  const url = 'https://api.example.com/base';

  test.for([
    ['a private address', ['10.1.2.3']],
    ['a private one among public ones', ['93.184.215.14', '192.168.0.10']],
    ['loopback by IPv6', ['::1']],
    ['the metadata service', ['169.254.169.254']],
    ['something that is no address', ['internal']],
  ] as const)('a name that leads to %s is refused', async ([, addresses]) => {
    const error = await jobError(requirePublicHost(url, async () => [...addresses]));
    expect(error).toMatchObject({ code: 'base_url_refused', message: expect.stringContaining('rede interna') });
  });

  test('public addresses pass', async () => {
    await expect(requirePublicHost(url, async () => ['93.184.215.14', '2606:4700::1111'])).resolves.toBeUndefined();
  });

  test.for([
    ['that cannot be looked up', null],
    ['without any address', []],
  ] as const)('a name %s is not called, and the sentence says so; a later try may pass', async ([, addresses]) => {
    const error = await jobError(requirePublicHost(url, async () => (addresses === null ? null : [...addresses])));
    expect(error).toMatchObject({ kind: 'temporary', code: 'provider_unavailable' });
    expect(error.message).toContain('Não foi possível conferir');
    expect(error.message).toContain('não foi chamado');
  });

  test('the sandbox on this machine is not looked up', async () => {
    const resolve = () => Promise.reject(new Error('must not be asked'));
    await expect(requirePublicHost('http://127.0.0.1:54330/x', resolve)).resolves.toBeUndefined();
  });

  test('a runtime without look-up answers null', async () => {
    expect(await resolveByDns('api.example.com')).toBeNull();
  });

  const notFound = Object.assign(new Error('no records found'), { name: 'NotFound' });
  const failed = Object.assign(new Error('request timed out'), { name: 'TimedOut' });
  test.for([
    ['both kinds of addresses are looked at', { A: ['1.1.1.1'], AAAA: ['::1'] }, ['1.1.1.1', '::1']],
    ['a name without IPv6 has its IPv4 addresses', { A: ['1.1.1.1'], AAAA: notFound }, ['1.1.1.1']],
    ['a name without IPv4 has its IPv6 addresses', { A: notFound, AAAA: ['2606::1'] }, ['2606::1']],
    ['a name that does not exist has none', { A: notFound, AAAA: notFound }, []],
    ['half of an answer is none: what is hidden may lead inward', { A: ['1.1.1.1'], AAAA: failed }, null],
    ['the other half neither', { A: failed, AAAA: ['2606::1'] }, null],
    ['a look-up that fails or is not permitted answers null', { A: failed, AAAA: failed }, null],
  ] as const)('%s', async ([, answers, expected]) => {
    const resolveDns = (_: string, type: 'A' | 'AAAA') => {
      const answer = answers[type];
      if (answer instanceof Error) throw answer;
      return Promise.resolve(answer);
    };
    vi.stubGlobal('Deno', { resolveDns });
    expect(await resolveByDns('api.example.com')).toEqual(expected);
    vi.unstubAllGlobals();
  });
});

describe('addresses', () => {
  test.for([
    ['1.1.1.1', true],
    ['93.184.215.14', true],
    ['172.15.255.255', true],
    ['172.32.0.0', true],
    ['100.63.255.255', true],
    ['100.128.0.0', true],
    ['2606:4700:4700::1111', true],
    ['2804:14c::1', true],
    ['64:ff9b::5db8:d70e', true],
    ['0.0.0.0', false],
    ['10.0.0.1', false],
    ['100.64.0.1', false],
    ['127.0.0.1', false],
    ['169.254.169.254', false],
    ['172.16.0.1', false],
    ['172.31.255.255', false],
    ['192.168.1.1', false],
    ['198.18.0.1', false],
    ['203.0.113.9', false],
    ['224.0.0.1', false],
    ['255.255.255.255', false],
    ['::', false],
    ['::1', false],
    ['::ffff:93.184.215.14', false],
    ['64:ff9b::a00:1', false],
    ['64:ff9b::10.0.0.1', false],
    ['fe80::1', false],
    ['fc00::1', false],
    ['fd12:3456::1', false],
    ['ff02::1', false],
    ['2001:db8::1', false],
    ['2001::1', false],
    ['2002:7f00:1::', false],
    ['256.1.1.1', false],
    ['1.1.1', false],
    ['1:2:3', false],
    ['1::2::3', false],
    ['1:2:3:4:5:6:7:8:9', false],
    ['2606:4700::12345', false],
    ['example.com', false],
    ['', false],
  ] as const)('%s: public is %s', ([address, isPublic]) => {
    expect(isPublicAddress(address)).toBe(isPublic);
  });
});
