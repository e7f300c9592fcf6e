import fc from 'fast-check';
import { expect, test } from 'vitest';
import { testDatabase } from '../../support/database/database.ts';
import {
  call,
  createMember,
  createRunningJob,
  createTenant,
  enqueue,
  readJob,
  required,
} from '../../support/database/fixtures.ts';

const database = testDatabase();

/** The part that must not be seen again, in the ways in which it gets into texts. */
const CANARY = 'cAn4ryS3gredo';
const JWT = `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.${CANARY}`;

const SECRET_TEXTS = [
  `Authorization: Bearer ${CANARY}`,
  `authorization: bearer ${CANARY}`,
  `ApiKey ${CANARY}`,
  `Basic ${CANARY}`,
  `{"access_token":"${CANARY}"}`,
  `token=${CANARY}&page=2`,
  `GET https://api.example.com/?api_key=${CANARY}&page=2`,
  `x-api-key: ${CANARY}`,
  `apikey='${CANARY}'`,
  `client_secret = ${CANARY}`,
  `senha: "${CANARY}"`,
  `password=${CANARY}`,
  `passwd=${CANARY}`,
  `credencial: ${CANARY}`,
  `Set-Cookie: a=1; session=${CANARY}; HttpOnly`,
  `private_key: ${CANARY}`,
  `https://user:${CANARY}@api.example.com/`,
  `https://${CANARY}@api.example.com/`,
  JWT,
  `sb_secret_${CANARY}`,
  `Bearer\n${CANARY}`,
];

test.for(SECRET_TEXTS)('the canary does not survive in %j', async (text) => {
  const [row] = await database.sql<{ clean: string; is_secret: boolean }[]>`
    select clean, private.has_secret(to_jsonb(clean)) as is_secret
    from private.scrub(${`Falhou na página 3: ${text}`}) as clean`;
  expect(required(row).clean).not.toContain(CANARY);
  expect(required(row).clean).toContain('Falhou na página 3');
  expect(required(row).is_secret).toBe(false);
});

test.for([
  'Acessórias respondeu com o erro 503 (página 11). Tente novamente em alguns minutos.',
  'Empresa Secreta Ltda não tem documento válido',
  'O limite do provedor foi atingido; a execução continua às 14:35',
  'https://api.acessorias.com/companies/ListAll?Pagina=2',
])('an ordinary text stays as it is: %j', async (text) => {
  const [row] = await database.sql`select private.scrub(${text}) as clean`;
  expect(required(row).clean).toBe(text);
});

test('a long text is cut to 1,000 characters', async () => {
  const [row] = await database.sql`select length(private.scrub(${'á'.repeat(5_000)})) as length`;
  expect(required(row).length).toBe(1_000);
});

test('nothing that was scrubbed is taken for a secret by the guard of stored json', async () => {
  const piece = fc.constantFrom(
    'Bearer',
    'bearer',
    'ApiKey',
    'Basic',
    'token',
    'eyJabcdefghij',
    'sb_secret_',
    ' ',
    '.',
    '=',
    ':',
    '"',
    '\n',
    'x',
    'abcdefgh',
    '://',
    '@',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(piece, { maxLength: 12 }), { minLength: 40, maxLength: 40 }), async (texts) => {
      const rows = await database.sql`
        select text from unnest(${texts.map((pieces) => pieces.join(''))}::text[]) as text
        where private.has_secret(to_jsonb(private.scrub(text)))`;
      expect([...rows]).toEqual([]);
    }),
    { numRuns: 20, seed: 20_261_123 },
  );
});

const SECRET_JSON: [name: string, value: object][] = [
  ['a key', { api_key: CANARY }],
  ['a key in capitals', { APIKEY: CANARY }],
  ['a deep key', { list: [{ deep: { accessToken: CANARY } }] }],
  ['a Portuguese key', { senha: CANARY }],
  ['a key with a null value', { password: null }],
  ['a header in a value', { note: `Bearer ${CANARY}` }],
  ['a header in lower case', { note: `bearer ${CANARY}` }],
  ['a token in a list', { list: [JWT] }],
  ['a project key', { note: `sb_secret_${CANARY}` }],
];

/** Names of a credential as people and programs write them. */
const SECRET_NAMES = [
  ...['token', 'accessToken', 'tokens', 'x-access-token', 'refresh_token', 'Token de acesso'],
  ...['secret', 'clientSecret', 'SECRET_2', 'segredo', 'segredo_do_cliente'],
  ...[
    'senha',
    'Senha',
    'senhaDoUsuario',
    'minhasenha',
    'dados_de_senha',
    'password',
    'passwd',
    'pass',
    'dbPass',
    'user_pass',
    'pwd',
    'PWD2',
  ],
  ...['passphrase', 'pass-code', 'auth', 'authKey', 'basicAuth', 'jwt', 'userJWT', 'JWTUser'],
  ...['chave', 'Chave', 'chave_api', 'chaveApi', 'chave-de-api', 'chave de acesso', 'chaveacesso', 'chave secreta'],
  ...[
    'api key',
    'api.key',
    'API-KEY',
    'apiKeys',
    'xApiKey',
    'access_key',
    'AccessKeyId',
    'private_key',
    'signing key',
    'ssh-key',
  ],
  ...['credential', 'credenciais', 'credencial_onecode', 'Authorization', 'bearer', 'set-cookie'],
  // Full-width, Cyrillic, Greek, accents, invisible characters, quotes and backslashes within the name.
  ...[
    'ｔｏｋｅｎ',
    'ａｐｉ＿ｋｅｙ',
    'tоken',
    'sеnhа',
    'раss',
    'τοken',
    'sénhà',
    'to\u200bken',
    'se\u00adnha',
    'jwt\u202e',
    'a"token"b',
    'senha\\',
  ],
];

/** Values that carry one. */
const SECRET_VALUES = [
  ...[
    `token=${CANARY}`,
    `access_token: ${CANARY}`,
    `Token: "${CANARY}"`,
    `a=1&token=${CANARY}`,
    `senha: ${CANARY}`,
    `SENHA=${CANARY}`,
  ],
  ...[
    `segredo = ${CANARY}`,
    `client_secret: ${CANARY}`,
    `api key: ${CANARY}`,
    `chave de api: ${CANARY}`,
    `chave_api=${CANARY}`,
  ],
  ...[
    `pass=${CANARY}`,
    `pwd: ${CANARY}`,
    `auth=${CANARY}`,
    `chave: ${CANARY}`,
    `{"senha":"${CANARY}"}`,
    `{"pwd": "${CANARY}"}`,
  ],
  ...[
    `basic ${CANARY}`,
    `BASIC ${CANARY}`,
    'Basic dXNlcjpwYXNz',
    'basic c2FuZGJveA==',
    `bearer ${CANARY}`,
    `apikey ${CANARY}`,
  ],
  ...['-----BEGIN PRIVATE KEY-----\nMIIE', '-----BEGIN RSA PRIVATE KEY-----', '-----begin openssh private key-----'],
  ...[
    `https://user:${CANARY}@host/`,
    `ftp://${CANARY}@host`,
    `user:${CANARY}@api.example.com`,
    `"robo:${CANARY}@api.example.com"`,
  ],
  ...[JWT, `sb_secret_${CANARY}`, `ｔｏｋｅｎ＝${CANARY}`, `tоken=${CANARY}`, `se\u200bnha: ${CANARY}`],
];

/** What people write that is no secret, as a name and as a value. */
const INNOCENT_NAMES = [
  ...[
    'autenticacao_pendente',
    'autor',
    'authors',
    'passagem',
    'passo',
    'compasso',
    'bypass',
    'Chaves & Cia',
    'chaveiro',
    'tokenização',
  ],
  ...[
    'tokenizado_em',
    'secretaria',
    'Secretário',
    'secretary',
    'desenha',
    'resenha',
    'desenhado_por',
    'teclado',
    'keyboard',
    'key',
    'months_back',
  ],
  ...['months_ahead', 'processed', 'problem_list', 'monkey', 'basico', 'senhor', 'senhora', 'credito', 'credor'],
];
const INNOCENT_VALUES = [
  ...[
    'autenticação pendente',
    'passagem',
    'Chaves & Cia',
    'compasso',
    'tokenização: etapa 2',
    'Secretaria: Fazenda',
    'Plano Basic mensal',
  ],
  ...[
    'BASIC ENGENHARIA LTDA',
    'conta básica 2024',
    'Palavra-chave: contabilidade',
    'resenha: muito boa',
    'desenha: casas',
    'auth: pendente',
  ],
  ...[
    'Chave: 35260412345678000190550010000012341000012345',
    'contato: joao@empresa.com.br',
    'e-mail:joao2@empresa.com.br',
    'passo: 3 de 5',
  ],
  ...[
    'Empresa Secreta Ltda',
    'O token expirou',
    'Sem senha',
    'às 10:30@sede.com.br',
    'Key Account: Maria',
    'Token inválido',
    'https://a.com/token/x',
  ],
  ...['Senhor: João', 'Passe livre', 'JWT', 'cookie', 'Bearer of news', 'Cia. de Créditos'],
];

test.for(SECRET_JSON)('a payload and a configuration with %s are refused, whoever writes them', async ([, value]) => {
  const { sql } = database;
  const tenant = await createTenant(sql);
  const admin = { user: await createMember(sql, tenant, 'admin') };
  for (const actor of [admin, 'service_role'] as const) {
    const insert = database.as(
      actor,
      (as) => as`
        insert into public.integration_jobs (tenant_id, provider_slug, payload) values (${tenant.id}, 'acessorias', ${as.json(value as never)})`,
    );
    await expect(insert).rejects.toMatchObject({
      code: '23514',
      constraint_name: 'payload_is_small_and_has_no_secret',
    });
    const configure = database.as(
      actor,
      (as) =>
        as`update public.tenant_integrations set config = ${as.json(value as never)} where tenant_id = ${tenant.id}`,
    );
    await expect(configure).rejects.toMatchObject({
      code: '23514',
      constraint_name: 'config_is_small_and_has_no_secret',
    });
  }
});

test('every name of a credential is refused as a key, at any depth', async () => {
  const missed = await database.sql<{ name: string }[]>`
    select name from unnest(${SECRET_NAMES}::text[]) as name
    where not private.has_secret(jsonb_build_object('a', jsonb_build_array(jsonb_build_object('x', 1, name, 'y'))))
      or not private.has_secret(jsonb_build_object(name, null))`;
  expect(missed.map(({ name }) => name)).toEqual([]);
});

test('every form of a credential is refused as a value, and scrubbed from a text', async () => {
  const missed = await database.sql<{ value: string }[]>`
    select value from unnest(${SECRET_VALUES}::text[]) as value
    where not private.has_secret(jsonb_build_object('note', 'Veja: ' || value))
      or not private.has_secret(jsonb_build_array(value))
      or private.scrub('Veja: ' || value) like ${`%${CANARY}%`}
      or private.has_secret(to_jsonb(private.scrub('Veja: ' || value)))`;
  expect(missed.map(({ value }) => value)).toEqual([]);
});

test('innocent names and values are let through, and innocent texts stay as they are', async () => {
  const names = await database.sql`
    select name from unnest(${INNOCENT_NAMES}::text[]) as name where private.has_secret(jsonb_build_object(name, 'abc123'))`;
  const values = await database.sql`
    select value, private.scrub(value) as scrubbed from unnest(${INNOCENT_VALUES}::text[]) as value
    where private.has_secret(jsonb_build_object('note', value, 'more', jsonb_build_array(value))) or private.scrub(value) <> value`;
  expect([...names, ...values]).toEqual([]);
});

test('no text of a worker brings a secret into the tables that users read', async () => {
  const { sql } = database;
  for (const text of SECRET_TEXTS) {
    const job = await createRunningJob(sql);
    const lease = [job.job_id, job.lease_token] as const;
    const problems = [{ item: text, reason: text }];
    await call(sql, 'store_integration_page', ...lease, [] as never, {} as never, null, text, problems as never);
    await call(sql, 'fail_integration_job', ...lease, 'temporary', 'provider_error', text);
    await sql`update public.integration_jobs set status = 'canceled' where id = ${job.job_id}`;
  }
  const rows = await sql`
    select to_jsonb(jobs)::text as row from public.integration_jobs as jobs where to_jsonb(jobs)::text like ${`%${CANARY}%`}
    union all
    select to_jsonb(logs)::text from public.integration_logs as logs where to_jsonb(logs)::text like ${`%${CANARY}%`}
    union all
    select to_jsonb(leases)::text from private.job_leases as leases where to_jsonb(leases)::text like ${`%${CANARY}%`}`;
  expect([...rows]).toEqual([]);
});

test('the guards do not stand in the way of ordinary work', async () => {
  const { sql } = database;
  const tenant = await createTenant(sql);
  const id = await enqueue(sql, tenant);
  await sql`update public.tenant_integrations set config = '{"months_back": 4, "note": "conta básica"}' where tenant_id = ${tenant.id}`;
  expect(await readJob(sql, id)).toMatchObject({ status: 'pending' });
});
