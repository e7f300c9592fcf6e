import type { DamagedFields, Provider, ProviderRequest, Row } from '../providers/provider.ts';
import type { Fault } from '../types.ts';
import { damageRows } from './damage.ts';
import { type Delivery, encode, hugePage } from './delivery.ts';
import type { FaultPlan } from './faults.ts';

const HUGE_BYTES = 20 * 1_048_576;
const HTML = '<!DOCTYPE html><html><head><title>Login</title></head><body>Faça login para continuar</body></html>';
/** Bytes that are neither UTF-8 nor JSON. */
const GARBAGE = Buffer.from(Array.from({ length: 2_048 }, (_, n) => (n * 197 + 0x8f) & 0xff));

/** An error in the provider's style. */
export function errorAnswer(provider: Provider, status: number, message: string, ordinal: number): Delivery {
  const encoded = encode(provider.errorBody(message, ordinal));
  return { status, headers: { ...provider.headers, ...encoded.headers }, body: encoded.body };
}

function businessError(message: string, shape: 'Erro' | 'message' | 'list' = 'Erro'): unknown {
  if (shape === 'list') return [{ Erro: message }];
  return shape === 'message' ? { message } : { Erro: message };
}

/** What stands in front of each id, so that it is beyond what a double can hold exactly. */
const BIG = '90071992547409';

/** The body with whole numbers of 19 digits for ids, which JSON can carry and JSON.parse rounds. */
function withBigIds(body: Buffer, { id }: DamagedFields): Buffer {
  const field = new RegExp(`"${id}":"?(\\d+)"?`, 'g');
  return Buffer.from(body.toString().replace(field, (_, digits: string) => `"${id}":${BIG}${digits.padStart(5, '0')}`));
}

/** The answer of a fault that needs no page; undefined for faults that change one. */
function withoutPage(fault: Fault, provider: Provider, ordinal: number, authorization: string): Delivery | undefined {
  switch (fault.kind) {
    case 'status': {
      const answer = errorAnswer(provider, fault.status, fault.message ?? `Falha simulada ${fault.status}`, ordinal);
      const after: Record<string, string> =
        fault.retryAfter === undefined ? {} : { 'Retry-After': String(fault.retryAfter) };
      const breakOff = fault.hangs === true ? ({ how: 'hang', when: 'body' } as const) : undefined;
      return { ...answer, headers: { ...answer.headers, ...after }, breakOff };
    }
    case 'erro_200':
      return { status: 200, ...encode(businessError(fault.message ?? 'Token sem permissão', fault.shape)) };
    case 'echo_token': {
      const message = `Credencial recusada: ${authorization}`;
      if (fault.status === undefined || fault.status < 400) {
        return { status: fault.status ?? 200, ...encode({ Erro: message }) };
      }
      return errorAnswer(provider, fault.status, message, ordinal);
    }
    case 'html_200':
      return { status: 200, headers: { 'Content-Type': 'text/html; charset=utf-8' }, body: Buffer.from(HTML) };
    case 'garbage':
      return { status: 200, headers: { 'Content-Type': 'application/json' }, body: GARBAGE };
    case 'no_content':
      return { status: 204, headers: {}, body: Buffer.alloc(0) };
    case 'null_body':
      return { status: 200, ...encode(null) };
    case 'challenge':
      return {
        status: 403,
        headers: { 'Content-Type': 'text/html; charset=utf-8', 'cf-mitigated': 'challenge' },
        body: Buffer.from(HTML),
      };
    case 'redirect':
      return { status: fault.status ?? 302, headers: { Location: fault.location }, body: Buffer.alloc(0) };
    default:
      return undefined;
  }
}

/** Answers a request that was admitted: the provider's page, bent by the faults of the plan. */
export function answerWith(
  provider: Provider,
  request: ProviderRequest,
  plan: FaultPlan,
  authorization: string,
): Delivery {
  const fault = plan.decisive;
  const decided = fault && withoutPage(fault, provider, request.ordinal, authorization);
  if (decided !== undefined) return { ...decided, headers: { ...provider.headers, ...decided.headers } };

  const answer = provider.answer(request);
  const rows: Row[] = answer.kind === 'list' && !request.view.empty ? answer.rows : [];
  const damaged = damageRows(rows, plan.damage, provider.fields);
  const encoded = encode(answer.kind === 'list' ? answer.wrap(damaged) : answer.body);
  const status = answer.kind === 'list' ? 200 : answer.status;
  const whole: Delivery = { status, headers: { ...provider.headers, ...encoded.headers }, body: encoded.body };
  switch (fault?.kind) {
    case 'truncated_json':
      return { ...whole, body: encoded.body.subarray(0, Math.floor((encoded.body.length * 2) / 3)) };
    case 'huge':
      if (answer.kind !== 'list') return whole;
      return { ...whole, body: hugePage(damaged[0] ?? {}, answer.wrap, fault.bytes ?? HUGE_BYTES) };
    case 'latin1':
    case 'latin1_as_utf8': {
      const charset = fault.kind === 'latin1' ? 'iso-8859-1' : 'utf-8';
      const headers = { ...whole.headers, 'Content-Type': `application/json; charset=${charset}` };
      return { ...whole, headers, body: Buffer.from(encoded.body.toString(), 'latin1') };
    }
    case 'big_ids':
      return { ...whole, body: withBigIds(encoded.body, provider.fields) };
    case 'hang':
    case 'reset':
      return { ...whole, breakOff: { how: fault.kind, when: fault.when ?? 'before' } };
    default:
      return whole;
  }
}
