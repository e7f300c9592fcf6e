import { readEnv } from '../_shared/platform/env.ts';
import { syncFunction } from '../_shared/sync/sync-function.ts';
import { acessorias } from './connector.ts';

Deno.serve(
  syncFunction(
    'sync-acessorias',
    acessorias,
    readEnv((name) => Deno.env.get(name)),
  ),
);
