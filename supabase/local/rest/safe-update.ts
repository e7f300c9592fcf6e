type Fetch = (request: Request) => Promise<Response>;

const VERBS: Record<string, string> = { PATCH: 'UPDATE', DELETE: 'DELETE' };
/** Query parameters that choose no rows. */
const NO_FILTER = new Set(['select', 'columns', 'order', 'limit', 'offset', 'apikey']);

/**
 * Refuses an update or a delete of a whole table as the platform does, whose role for REST preloads the extension `safeupdate`.
 * The embedded Postgres has no such extension: what a function does without `where` is found by a test that reads the migrations.
 */
export function refuseWithoutFilter(fetch: Fetch): Fetch {
  return async (request) => {
    const { pathname, searchParams } = new URL(request.url);
    const verb = VERBS[request.method];
    const isTable = /^\/rest\/v1\/(?!rpc\/)[^/]+\/?$/.test(pathname);
    if (!verb || !isTable || [...searchParams.keys()].some((name) => !NO_FILTER.has(name))) return fetch(request);
    const message = `${verb} requires a WHERE clause`;
    return Response.json({ code: '21000', message, details: null, hint: null }, { status: 400 });
  };
}
