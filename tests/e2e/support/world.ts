import postgres from 'postgres';
import { sandboxControl } from '../../../supabase/local/sandbox/control/control-client.ts';
import type { SandboxControl } from '../../../supabase/local/sandbox/types.ts';
import type { TestStackAddress } from '../../support/stack/stack.ts';

/** The stack under test, and the levers that journeys pull behind the page's back. */
export interface World extends TestStackAddress {
  /** The database as its owner. */
  sql: postgres.Sql;
  sandbox: SandboxControl;
  close(): Promise<void>;
}

export function connectWorld(address: TestStackAddress): World {
  const sql = postgres(address.databaseUrl, { max: 2, onnotice: () => {} });
  return { ...address, sql, sandbox: sandboxControl(address.sandboxUrl), close: () => sql.end() };
}

/** The stack that the set-up of this run has started. */
export function testedWorld(): World {
  const address = JSON.parse(process.env.INTEGRACOES_TEST_STACK ?? 'null') as TestStackAddress | null;
  if (!address) throw new Error('Cannot find the stack: INTEGRACOES_TEST_STACK is not set');
  return connectWorld(address);
}
