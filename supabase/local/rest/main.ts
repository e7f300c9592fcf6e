import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sendJson } from '../gateway/web.ts';
import { createRest, type RestSettings } from './rest.ts';

// The process of REST and Auth; see supervisor.ts. Everything is loaded by now: it serves as soon as it is given the settings.

const textOf = (error: unknown) => (error instanceof Error ? (error.stack ?? error.message) : String(error));

/** Lines on the console are the parent's to show. */
function leave(reason: string): never {
  console.error(reason);
  process.exit(1);
}

async function serve(settings: RestSettings): Promise<void> {
  const rest = await createRest({
    ...settings,
    log: (line) => console.log(line),
    // Its driver may hang or throw from now on: the next process has whole connections.
    onLost: () => leave('Lost a connection to the database'),
  });
  const server = createServer((req, res) => {
    rest.handle(req, res).catch((error: unknown) => {
      console.error(`${req.method} ${req.url?.split('?')[0]} failed: ${textOf(error)}`);
      if (res.headersSent) res.destroy();
      else sendJson(res, 500, { message: 'An unexpected error occurred' });
    });
  });
  // The gateway keeps its connections for as long as this process lives.
  server.keepAliveTimeout = 0;
  server.requestTimeout = 0;
  server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
}

// The parent is gone, however it ended.
process.once('disconnect', () => process.exit());
process.once('message', (settings: RestSettings) => {
  serve(settings).catch((error: unknown) => leave(error instanceof Error ? error.message : String(error)));
});
