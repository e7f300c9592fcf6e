import { Agent, get } from 'node:http';
import { startSandbox } from './server.ts';

/** A token of its own, so that nobody's limit or statistics are touched. */
const TOKEN = 'sandbox-measure';

function read(url: string, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { Authorization: `Bearer ${TOKEN}` };
    get(url, { agent, headers }, (response) => {
      response.resume();
      response.once('error', reject);
      response.once('end', () => {
        if (response.statusCode === 200) resolve();
        else reject(new Error(`Measure the sandbox: it answered ${response.statusCode}`));
      });
    }).once('error', reject);
  });
}

/**
 * The least time (ms) that a run of so many sequential requests takes on a keep-alive connection when the client does
 * nothing but ask: what a synchronisation can be compared with. Starts a sandbox of its own on a free port.
 */
export async function minimumRunMs(requests: number, latencyMs: number): Promise<number> {
  const sandbox = await startSandbox({ port: 0, latencyMs });
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  try {
    await sandbox.control.configure(TOKEN, { rateLimitPerMinute: 1_000_000 });
    const began = performance.now();
    for (let page = 1; page <= requests; page += 1) {
      await read(`${sandbox.url}/acessorias/companies/ListAll?Pagina=${page}&contacts&registrationData`, agent);
    }
    return performance.now() - began;
  } finally {
    agent.destroy();
    await sandbox.close();
  }
}

if (import.meta.main) {
  const [requests = 27, latencyMs = 200] = process.argv.slice(2).map(Number);
  const measured = await minimumRunMs(requests, latencyMs);
  const own = measured - requests * latencyMs;
  console.log(
    `${requests} requests at ${latencyMs} ms: ${measured.toFixed(0)} ms, of which ${own.toFixed(0)} ms are not latency`,
  );
}
