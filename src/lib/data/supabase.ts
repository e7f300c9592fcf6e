import { createClient } from '@supabase/supabase-js';
import type { Database } from './database.types.ts';

/** Defaults are those of the local stack; a deployment sets the variables at build time. */
const url = import.meta.env.VITE_SUPABASE_URL ?? 'http://127.0.0.1:54321';
const key = import.meta.env.VITE_SUPABASE_PUBLISHABLE_KEY ?? 'sb_publishable_local_integracoes';

/**
 * The one client of the browser: its session, its socket. It tries no request again by itself: the query client does, and both
 * together would leave a reader before an empty page for half a minute when the server cannot be reached.
 */
export const supabase = createClient<Database>(url, key, { db: { retry: false } });
