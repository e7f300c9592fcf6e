import { createClient } from '@supabase/supabase-js';
import type { Database } from './database.types.ts';

/** Defaults are those of the local stack; a deployment sets the variables at build time. */
const url = import.meta.env.VITE_SUPABASE_URL ?? 'http://127.0.0.1:54321';
const key = import.meta.env.VITE_SUPABASE_PUBLISHABLE_KEY ?? 'sb_publishable_local_integracoes';

/** The one client of the browser: its session, its socket. */
export const supabase = createClient<Database>(url, key);
