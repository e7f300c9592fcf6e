import { readEnv } from '../_shared/env.ts';
import { syncFunction } from '../_shared/sync-function.ts';
import { bomcontrole } from './connector.ts';

Deno.serve(
  syncFunction(
    'sync-bomcontrole',
    bomcontrole,
    readEnv((name) => Deno.env.get(name)),
  ),
);
