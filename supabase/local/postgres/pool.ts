import { Pool, type PoolConfig } from 'pg';

/**
 * Connections that outlive a Postgres which dies under them: the statement under way is rejected, the pool forgets the connection,
 * and the next statement opens a new one. For what runs in the stack's own process.
 */
export function openPool(config: PoolConfig): Pool {
  const pool = new Pool(config);
  // Without a listener the loss of a connection would end this process. Who was using it learns it from the rejected statement.
  const onLost = () => {};
  pool.on('error', onLost);
  pool.on('connect', (client) => client.on('error', onLost));
  return pool;
}
