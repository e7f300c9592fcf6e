import { createServer } from 'node:net';
import type { LocalConfig } from '../config.ts';

/** What needs which port, and the setting that moves it. */
function needs(config: LocalConfig): { what: string; port: number; setting: string }[] {
  return [
    { what: 'app', port: config.appPort, setting: 'INTEGRACOES_APP_PORT' },
    { what: 'Supabase API', port: config.apiPort, setting: 'INTEGRACOES_API_PORT' },
    { what: 'Postgres', port: config.dbPort, setting: 'INTEGRACOES_DB_PORT' },
    { what: 'provider sandbox', port: config.sandboxPort, setting: 'INTEGRACOES_SANDBOX_PORT' },
  ];
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** One line for each port that somebody else uses, with the setting that moves our service. Empty when all are free. */
export async function takenPorts(config: LocalConfig): Promise<string[]> {
  const checked = await Promise.all(needs(config).map(async (need) => ({ ...need, isFree: await isFree(need.port) })));
  return checked
    .filter((need) => !need.isFree)
    .map(({ what, port, setting }) => `Port ${port} (${what}) is taken: stop the other program, or set ${setting}`);
}
