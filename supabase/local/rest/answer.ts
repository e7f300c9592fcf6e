import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendJson, sendResponse, toRequest } from '../gateway/web.ts';

/** In PostgREST's form, so that supabase-js makes one of its errors of it. */
export const UNREACHABLE = {
  code: 'PGRST001',
  message: 'The database is not reachable at the moment; try again',
  details: null,
  hint: null,
};

export function sendUnreachable(res: ServerResponse): void {
  sendJson(res, 503, UNREACHABLE);
}

/** The response as any page may read it, `Content-Range` (counts) included. */
function forAnyOrigin(response: Response): Response {
  const headers = new Headers(response.headers);
  headers.set('Access-Control-Allow-Origin', '*');
  headers.set(
    'Access-Control-Expose-Headers',
    'Content-Range, Content-Location, Content-Profile, Retry-After, X-Supabase-Api-Version',
  );
  return new Response(response.body, { status: response.status, headers });
}

/** Answers a Node request with a web handler. A client that goes away aborts the handler's request. */
export async function answer(
  req: IncomingMessage,
  res: ServerResponse,
  apiUrl: string,
  fetch: (request: Request) => Promise<Response>,
): Promise<void> {
  const abort = new AbortController();
  res.once('close', () => abort.abort());
  await sendResponse(res, forAnyOrigin(await fetch(toRequest(req, apiUrl, abort.signal))));
}
