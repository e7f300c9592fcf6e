import { sendJson } from '../gateway/web.ts';
import { discoverFunctions } from './discover.ts';
import { EdgeFunction } from './edge-function.ts';
import { forward } from './proxy.ts';
import type { FunctionsOptions, FunctionsRuntime } from './types.ts';
import { refusal } from './verify-jwt.ts';
import { watchFunctions } from './watch.ts';

/**
 * Starts every function of the project in a Deno process of its own, all at once, and answers requests for them as the Edge
 * Functions gateway does. A function that does not start makes no error here: the log says why, and requests get 503.
 */
export async function createFunctions(options: FunctionsOptions): Promise<FunctionsRuntime> {
  const sources = await discoverFunctions(options.projectDir);
  const functions = new Map(sources.map((source) => [source.name, new EdgeFunction(source, options)]));
  const booted = [...functions.values()].map((fn) => fn.worker()?.ready.catch(() => undefined));
  const stopWatching = options.watch ? watchFunctions(options.projectDir, functions, options.log) : () => {};
  const find = (name: string): EdgeFunction => {
    const fn = functions.get(name);
    if (!fn) throw new Error(`Find function ${name}: the project has ${[...functions.keys()].join(', ') || 'none'}`);
    return fn;
  };
  return {
    names: [...functions.keys()],
    async handle(req, res, name, path) {
      const fn = functions.get(name);
      if (!fn) {
        sendJson(res, 404, { code: 'NOT_FOUND', message: 'Requested function was not found' });
        return;
      }
      const refused = fn.source.verifyJwt ? refusal(req, options) : null;
      if (refused) {
        sendJson(res, 401, { code: 401, message: refused });
        return;
      }
      for (let worker = fn.worker(); worker; worker = fn.worker()) {
        if (await forward(req, res, worker, path, options.limits.responseMs)) return;
        // Its port is closed: it is ending, and the next one gets the request.
        await worker.kill();
      }
      sendJson(res, 503, { code: 'SHUTTING_DOWN', message: 'The local stack is shutting down' });
    },
    async ready() {
      await Promise.all(booted);
    },
    kill: (name) => find(name).kill(),
    pids: (name) => find(name).pids(),
    async close() {
      stopWatching();
      await Promise.all([...functions.values()].map((fn) => fn.close()));
    },
  };
}
