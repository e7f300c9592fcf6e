import { registerHooks } from 'node:module';

/**
 * Repairs postgres.js 3.4.9 as it is loaded: import this before anything that imports `postgres`. When Postgres ends under a
 * transaction, the driver goes on to write to a socket that is gone. That throws where nobody can catch it, and the connection
 * never works again (porsager/postgres, issues 1154 and 1208): REST would be dead until the stack is started anew. Only the local
 * stack meets this, because it outlives its Postgres. Throws when the driver has changed.
 */
interface Repair {
  file: string;
  found: string;
  replaced: string;
  times: number;
}

const CONNECTION = '/postgres/src/connection.js';
const POOL = '/postgres/src/index.js';

const REPAIRS: Repair[] = [
  // A statement for a connection that is closed is rejected; true: the connection stays where it is, waiting to be opened again.
  {
    file: CONNECTION,
    found: '    if (q.cancelled)\n      return\n\n    try {\n',
    replaced: `    if (q.cancelled)
      return

    if (socket === null) {
      queryError(q, Errors.connection('CONNECTION_CLOSED', options))
      return true
    }

    try {
`,
    times: 1,
  },
  // What was waiting to be written is forgotten with the socket; otherwise nothing would be written to the next one.
  {
    file: CONNECTION,
    found: '\n    clearImmediate(nextWriteTimer)\n',
    replaced: '\n    clearImmediate(nextWriteTimer)\n    chunk = nextWriteTimer = null\n',
    times: 2,
  },
  // The statement that was under way is over (closing the pool would wait for its answer), and its error is not the next one's.
  {
    file: CONNECTION,
    found: '    closedTime = performance.now()\n',
    replaced: '    query = errorResponse = null\n    closedTime = performance.now()\n',
    times: 1,
  },
  // Whoever reserved a connection that has closed meanwhile neither uses nor releases it: it may be another's by now.
  {
    file: POOL,
    found: '    c.reserved.release = true\n',
    replaced: '    c.reserved.release = true\n    const mine = c.reserved\n',
    times: 1,
  },
  {
    file: POOL,
    found: '    sql.release = () => {\n',
    replaced: '    sql.release = () => {\n      if (c.reserved !== mine)\n        return\n\n',
    times: 1,
  },
  {
    file: POOL,
    found: '    function handler(q) {\n      c.queue === full\n        ? queue.push(q)\n',
    replaced: `    function handler(q) {
      if (c.reserved !== mine)
        return q.reject(Errors.connection('CONNECTION_CLOSED', options))

      c.queue === full
        ? queue.push(q)
`,
    times: 1,
  },
];

/** The source of one of the driver's files with its repairs. */
export function repairDriver(url: string, source: string): string {
  return REPAIRS.filter(({ file }) => url.endsWith(file)).reduce((text, { found, replaced, times }) => {
    const parts = text.split(found);
    if (parts.length !== times + 1) {
      throw new Error(
        'Repair postgres.js: the driver has changed; see whether supabase/local/postgres-driver.ts is still needed',
      );
    }
    return parts.join(replaced);
  }, source);
}

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    if (!(url.endsWith(CONNECTION) || url.endsWith(POOL)) || !loaded.source) return loaded;
    const source = typeof loaded.source === 'string' ? loaded.source : new TextDecoder().decode(loaded.source);
    return { ...loaded, source: repairDriver(url, source) };
  },
});
