import { readEnv } from '../_shared/platform/env.ts';
import { syncFunction } from '../_shared/sync/sync-function.ts';
import { bomcontrole } from './connector.ts';

Deno.serve(
  syncFunction(
    'sync-bomcontrole',
    bomcontrole,
    readEnv((name) => Deno.env.get(name)),
  ),
);
