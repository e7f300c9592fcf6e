/// What the platform's Edge Runtime adds to Deno. Loaded with `--preload` before a function's own code, in its process.
/// The supervisor talks to it over stdin (one command per line) and hears from it on stdout (lines that begin with MARK).

interface DenoGlobal {
  stdin: { readable: ReadableStream<Uint8Array> };
  stdout: { writeSync(bytes: Uint8Array): number };
  exit(code: number): never;
  serve(options: ServeOptions, handler?: Handler): unknown;
}
type Handler = (...args: never[]) => Response | Promise<Response>;
interface ServeOptions {
  handler?: Handler;
  hostname?: string;
  port?: number;
  signal?: AbortSignal;
  onListen?(address: { port: number }): void;
}

/** Begins the lines that are for the supervisor. */
const MARK = '\u001e';
const deno = (globalThis as unknown as { Deno: DenoGlobal }).Deno;
const encoder = new TextEncoder();
const tell = (message: object) => deno.stdout.writeSync(encoder.encode(`${MARK}${JSON.stringify(message)}\n`));

let tasks = 0;
const settle = () => {
  tasks -= 1;
  tell({ tasks });
};
const edgeRuntime = {
  /** Keeps the worker alive until the promise is settled. Not durable. */
  waitUntil<T>(promise: Promise<T>): Promise<T> {
    tasks += 1;
    tell({ tasks });
    Promise.resolve(promise).then(settle, (error: unknown) => {
      settle();
      console.error('Background task failed:', error);
    });
    return promise;
  },
};
Object.defineProperty(globalThis, 'EdgeRuntime', { value: edgeRuntime, configurable: true });

async function readCommands(): Promise<void> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of deno.stdin.readable) {
    text += decoder.decode(chunk, { stream: true });
    const lines = text.split('\n');
    text = lines.pop() ?? '';
    for (const line of lines) {
      const { unload } = JSON.parse(line) as { unload?: string };
      if (unload) globalThis.dispatchEvent(new CustomEvent('beforeunload', { detail: { reason: unload } }));
      else deno.exit(0);
    }
  }
  // The supervisor is gone, however it ended: nobody could reach this process any more.
  deno.exit(0);
}

// The runtime decides where a function listens, whatever its code says.
const serve = deno.serve.bind(deno);
deno.serve = (first: ServeOptions | Handler, second?: Handler) => {
  const options = typeof first === 'function' ? {} : first;
  const handler = typeof first === 'function' ? first : (second ?? options.handler);
  const { signal } = options;
  // Not before: Deno waits for whatever a preloaded module begins before it loads the function.
  void readCommands();
  return serve(
    {
      hostname: '127.0.0.1',
      port: 0,
      onListen: ({ port }) => void tell({ port }),
      ...(signal ? { signal } : {}),
    },
    handler,
  );
};
