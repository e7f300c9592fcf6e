import { expect, test } from 'vitest';
import { testDatabase } from '../../support/database/database.ts';
import { createTenant, required } from '../../support/database/fixtures.ts';

const database = testDatabase();

/** Constraint -> what an insert would have to say to break it (and nothing else). */
const ILLEGAL: [constraint: string, columns: string, values: string][] = [
  ['status_is_valid', 'status', "'done'"],
  ['progress_is_a_percentage', 'progress', '101'],
  ['attempts_are_within_the_limit', 'attempts', '4'],
  ['max_attempts_is_positive', 'max_attempts', '0'],
  ['started_at_is_set_while_running', 'status', "'running'"],
  ['finished_at_only_when_final', 'finished_at', 'now()'],
  ['finished_at_only_when_final', 'status', "'canceled'"],
  [
    'finished_at_is_not_before_started_at',
    'status, started_at, finished_at',
    "'canceled', now(), now() - interval '1 second'",
  ],
  ['execution_time_only_when_final', 'execution_time_ms', '5'],
  ['success_is_complete', 'status, finished_at, attempts, progress', "'success', now(), 1, 99"],
  ['result_only_on_success', 'result', "'{}'"],
  ['error_has_a_reason', 'status, finished_at', "'error', now()"],
  [
    'reason_only_when_failed_or_waiting',
    'status, started_at, error_code, error_message',
    "'running', now(), 'rate_limited', 'x'",
  ],
  ['message_comes_with_a_code', 'error_message', "'x'"],
  ['error_code_is_a_name', 'error_code, error_message', "'Not a code', 'x'"],
  ['processed_count_is_not_negative', 'processed_count', '-1'],
  ['total_count_covers_processed_count', 'processed_count, total_count', '5, 4'],
  ['canceled_by_only_when_canceled', 'canceled_by', 'gen_random_uuid()'],
  ['payload_is_small_and_has_no_secret', 'payload', "'[]'"],
  ['payload_is_small_and_has_no_secret', 'payload', "jsonb_build_object('text', repeat('x', 9000))"],
  ['payload_is_small_and_has_no_secret', 'payload', `'{"nested": [{"api_key": "x"}]}'`],
  ['payload_is_small_and_has_no_secret', 'payload', `'{"note": "Bearer abcdefgh"}'`],
  [
    'result_is_small_and_has_no_secret',
    'status, finished_at, attempts, progress, result',
    `'success', now(), 1, 100, '{"accessToken": "x"}'`,
  ],
];

test.for(ILLEGAL)('%s refuses (%s) = (%s)', async ([constraint, columns, values]) => {
  const { sql } = database;
  const tenant = await createTenant(sql);
  const insert = sql.unsafe(
    `insert into public.integration_jobs (tenant_id, provider_slug, ${columns}) values ('${tenant.id}', 'acessorias', ${values})`,
  );
  await expect(insert).rejects.toMatchObject({ code: '23514', constraint_name: constraint });
});

test('ordinary payloads pass the guard against secrets', async () => {
  const { sql } = database;
  const tenant = await createTenant(sql);
  const [row] = await sql<{ payload: object }[]>`
    insert into public.integration_jobs (tenant_id, provider_slug, payload)
    values (${tenant.id}, 'acessorias', ${sql.json({ reason: 'fechamento', months: [1, 2], note: 'Empresa Secreta Ltda' })})
    returning payload`;
  expect(required(row).payload).toEqual({ reason: 'fechamento', months: [1, 2], note: 'Empresa Secreta Ltda' });
});
