import { Client } from 'pg';

/** What PostgREST listens to, and the word by which it reads the schema again. An empty message means the same. */
const CHANNEL = 'pgrst';
const RELOAD = new Set(['', 'reload schema']);

export interface SchemaWatch {
  close(): Promise<void>;
}

/**
 * Calls back for every `notify pgrst, 'reload schema'`, one call at a time: those that come meanwhile are one more. Rejects when the
 * database cannot be reached; `onLost` is called when the connection ends later.
 */
export async function watchSchema(
  databaseUrl: string,
  reload: () => Promise<void>,
  onLost: () => void,
): Promise<SchemaWatch> {
  const client = new Client({ connectionString: databaseUrl });
  let isClosing = false;
  let isEnded = false;
  let isWanted = false;
  let running: Promise<void> | null = null;
  const reloadWhileWanted = async () => {
    while (isWanted && !isClosing) {
      isWanted = false;
      await reload();
    }
  };
  const run = () => {
    isWanted = true;
    running ??= reloadWhileWanted()
      .catch((error: unknown) => console.error('Cannot read the schema again', error))
      .finally(() => {
        running = null;
      });
  };
  client.on('error', () => {
    if (!isClosing) onLost();
  });
  client.once('end', () => {
    isEnded = true;
  });
  client.on('notification', ({ payload = '' }) => {
    if (RELOAD.has(payload)) run();
  });
  await client.connect();
  await client.query(`listen ${CHANNEL}`);
  return {
    async close() {
      isClosing = true;
      await running;
      // What has ended is never told of its end again.
      if (!isEnded) await client.end();
    },
  };
}
