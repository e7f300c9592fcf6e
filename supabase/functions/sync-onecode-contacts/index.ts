import { readEnv } from '../_shared/env.ts';
import { syncFunction } from '../_shared/sync-function.ts';
import { onecode } from './connector.ts';

Deno.serve(
  syncFunction(
    'sync-onecode-contacts',
    onecode,
    readEnv((name) => Deno.env.get(name)),
  ),
);
