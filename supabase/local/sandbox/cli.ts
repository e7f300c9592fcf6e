import { parseArgs } from 'node:util';
import { startSandbox } from './server.ts';

/**
 * Runs the sandbox by itself: `node supabase/local/sandbox/cli.ts [--port 54330] [--host 127.0.0.1] [--latency 200]`.
 * The port also comes from INTEGRACOES_SANDBOX_PORT. Prints its address when it listens, then a line for each request;
 * ends on SIGTERM, SIGINT, or when the parent that forked it goes away.
 */
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: process.env.INTEGRACOES_SANDBOX_PORT ?? '54330' },
    host: { type: 'string', default: '127.0.0.1' },
    latency: { type: 'string', default: '200' },
    quiet: { type: 'boolean', default: false },
  },
});

try {
  const sandbox = await startSandbox({
    port: Number(values.port),
    host: values.host,
    latencyMs: Number(values.latency),
    log: values.quiet ? () => {} : (line) => console.log(line),
  });
  const stop = (): void => {
    sandbox
      .close()
      .then(() => {
        // The channel to a parent would keep the process alive.
        if (process.connected) process.disconnect();
      })
      .catch((error: unknown) => {
        console.error(`Stop the sandbox: ${String(error)}`);
        process.exitCode = 1;
      });
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  process.once('disconnect', stop);
  process.send?.({ url: sandbox.url });
  console.log(`Sandbox listens on ${sandbox.url}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
