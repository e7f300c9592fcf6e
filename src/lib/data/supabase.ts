import { createClient } from '@supabase/supabase-js';
import type { Database } from './database.types.ts';
import { projectOf } from './project.ts';

const { url, key } = projectOf(import.meta.env);

/**
 * The one client of the browser: its session, its socket. A session comes from the sign-in page and from nowhere else: tokens in an
 * address would let a link sign the reader in to the account of whoever wrote it, in all windows and without a word. It tries no request again by itself: the query client does, and both
 * together would leave a reader before an empty page for half a minute when the server cannot be reached.
 */
export const supabase = createClient<Database>(url, key, {
  db: { retry: false },
  auth: { detectSessionInUrl: false },
});
