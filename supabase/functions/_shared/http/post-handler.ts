import { corsHeaders } from '@supabase/supabase-js/cors';
import type { ZodType } from 'zod';
import { HttpError, JobError } from '../errors.ts';
import { describeError, type Log } from '../platform/log.ts';

/** Larger bodies are refused before they are parsed: no door of ours needs more. */
const MAX_BODY_BYTES = 64 * 1024;

/** A JSON response with CORS headers (the browser needs them on errors too). */
export function jsonResponse(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      ...corsHeaders,
      'Content-Type': 'application/json; charset=utf-8',
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
    },
  });
}

/** The response that stands for an error: its code and message when it is ours, otherwise a bare `internal_error`. */
export function errorResponse(error: unknown, log: Log): Response {
  if (error instanceof HttpError) {
    return jsonResponse(error.status, { error: { code: error.code, message: error.message }, ...error.details });
  }
  if (error instanceof JobError) {
    const { code, message, kind, retryAfterSeconds } = error;
    return jsonResponse(502, { error: { code, message, kind, retry_after_seconds: retryAfterSeconds } });
  }
  log('internal_error', { error: describeError(error) });
  return jsonResponse(500, {
    error: { code: 'internal_error', message: 'The request could not be completed. Try again in a few minutes' },
  });
}

/**
 * Wraps a handler as every function needs it: preflight before anything else, POST only (or `methods`), errors as `{error: {code, message}}`.
 */
export function postHandler(log: Log, handle: (request: Request) => Promise<Response>, methods = ['POST']) {
  return async (request: Request): Promise<Response> => {
    if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers: corsHeaders });
    try {
      if (!methods.includes(request.method)) {
        const supported = methods.join(' or ');
        throw new HttpError('method_not_allowed', `Cannot handle ${request.method}: only ${supported} is supported`);
      }
      return await handle(request);
    } catch (error) {
      return errorResponse(error, log);
    }
  };
}

async function readText(request: Request): Promise<string> {
  const tooLarge = () =>
    new HttpError('payload_too_large', `Cannot read the body: at most ${MAX_BODY_BYTES} bytes are accepted`);
  if (Number(request.headers.get('content-length') ?? 0) > MAX_BODY_BYTES) throw tooLarge();
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MAX_BODY_BYTES) throw tooLarge();
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** The body, parsed and validated. Errors: 413 too large, 400 not JSON or not of the schema (the message names the fields). */
export async function readBody<T>(request: Request, schema: ZodType<T>): Promise<T> {
  const text = await readText(request);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new HttpError('invalid_request', 'Cannot read the body: it is not valid JSON');
  }
  return acceptBody(value, schema);
}

/** A body that was read, validated. Errors: 400 not of the schema (the message names the fields). */
export function acceptBody<T>(value: unknown, schema: ZodType<T>): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.slice(0, 5).map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`);
  throw new HttpError('invalid_request', `Cannot accept the body: ${issues.join('; ')}`.slice(0, 500));
}
