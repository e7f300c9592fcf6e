import type { SandboxControl, TokenReport } from '../types.ts';

/**
 * The control plane of a sandbox over HTTP. `url` is the sandbox's address, e.g. http://127.0.0.1:54330. Every function
 * rejects with the status and the sandbox's message when the sandbox refuses.
 */
export function sandboxControl(url: string): SandboxControl {
  const call = async (method: string, token: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(new URL(`/_control/tokens/${encodeURIComponent(token)}`, url), {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`Call the sandbox control plane: ${method} answered ${response.status} ${text}`);
    return JSON.parse(text);
  };
  return {
    configure: async (token, settings) => (await call('PUT', token, settings)) as TokenReport,
    read: async (token) => (await call('GET', token)) as TokenReport,
    async remove(token) {
      await call('DELETE', token);
    },
  };
}
