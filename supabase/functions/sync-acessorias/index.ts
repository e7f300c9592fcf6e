import { readEnv } from '../_shared/env.ts';
import { syncFunction } from '../_shared/sync-function.ts';
import { acessorias } from './connector.ts';

Deno.serve(
  syncFunction(
    'sync-acessorias',
    acessorias,
    readEnv((name) => Deno.env.get(name)),
  ),
);
