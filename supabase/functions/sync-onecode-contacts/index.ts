import { readEnv } from '../_shared/platform/env.ts';
import { syncFunction } from '../_shared/sync/sync-function.ts';
import { onecode } from './connector.ts';

Deno.serve(
  syncFunction(
    'sync-onecode-contacts',
    onecode,
    readEnv((name) => Deno.env.get(name)),
  ),
);
