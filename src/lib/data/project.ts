/** What of a Supabase project the app is built for: set at build time, by default the local stack. */
interface BuildSettings {
  VITE_SUPABASE_URL?: string;
  VITE_SUPABASE_PUBLISHABLE_KEY?: string;
  [other: string]: unknown;
}

/** Address and publishable key of the project. */
export function projectOf({ VITE_SUPABASE_URL, VITE_SUPABASE_PUBLISHABLE_KEY }: BuildSettings) {
  return {
    url: VITE_SUPABASE_URL ?? 'http://127.0.0.1:54321',
    key: VITE_SUPABASE_PUBLISHABLE_KEY ?? 'sb_publishable_local_integracoes',
  };
}

/** Origins of a project as a content security policy names them: REST, Auth and functions, and the socket of Realtime. */
export function projectOrigins(url: string): string {
  const { origin, protocol, host } = new URL(url);
  return `${origin} ${protocol === 'https:' ? 'wss' : 'ws'}://${host}`;
}
