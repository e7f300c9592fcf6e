import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Watcher } from '../../local/realtime/support/watcher.ts';
import { required } from '../../support/database/fixtures.ts';
import { testStack } from '../../support/stack/stack-client.ts';
import { createWorld, resign, secondsFromNow, type World } from './support/world.ts';

const stack = testStack();
let world: World;
const clients: SupabaseClient[] = [];
beforeAll(async () => {
  world = await createWorld(stack);
});
afterAll(() => Promise.all(clients.map((client) => client.removeAllChannels())));

/** A listener with one token after another; null = the publishable key alone. */
class Listener {
  readonly client: SupabaseClient;
  #token: string | null;

  constructor(token: string | null) {
    this.#token = token;
    this.client = createClient(stack.apiUrl, stack.publishableKey, { accessToken: async () => this.#token });
    clients.push(this.client);
  }

  listen(filter?: string): Promise<Watcher> {
    return Watcher.start(this.client, { table: 'integration_jobs', ...(filter ? { filter } : {}) });
  }

  /** What the app does when somebody else signs in: the open channels go on with the new token. */
  async present(token: string): Promise<void> {
    this.#token = token;
    await this.client.realtime.setAuth();
  }
}

const listen = (token: string | null) => new Listener(token).listen();

/** Makes a change in a tenant that everybody who may see it hears of: a job that is enqueued and cancelled. Returns its id. */
async function change({ client, tenant }: World['own']): Promise<string> {
  const { data } = await client
    .from('integration_jobs')
    .insert({ tenant_id: tenant.id, provider_slug: 'acessorias' })
    .select('id')
    .single();
  const { id } = required(data);
  await client.from('integration_jobs').update({ status: 'canceled' }).eq('id', id);
  return id;
}

const tenantsHeard = (watcher: Watcher) => [
  ...new Set(watcher.events.map((event) => (event.new as { tenant_id: string }).tenant_id)),
];
/** Waits until the watcher heard of the job: what was changed before it has come by then, too. */
const heardOf = (watcher: Watcher, id: string) => expect.poll(() => watcher.ids, { timeout: 10_000 }).toContain(id);

test('without a filter and with a filter for the foreign tenant only the own tenant is heard', async () => {
  const own = new Listener(world.own.token);
  const all = await own.listen();
  const foreign = await own.listen(`tenant_id=eq.${world.foreign.tenant.id}`);
  const theirs = await listen(world.foreign.token);
  await heardOf(theirs, await change(world.foreign));
  await heardOf(all, await change(world.own));
  expect(tenantsHeard(all)).toEqual([world.own.tenant.id]);
  expect(foreign.events).toEqual([]);
});

test('an auditor hears the own tenant, a member nothing, and a publishable key alone no column of a row', async () => {
  const auditor = await listen(world.auditor.token);
  const member = await listen(world.member.token);
  const anon = await listen(null);
  await heardOf(auditor, await change(world.own));
  expect(tenantsHeard(auditor)).toEqual([world.own.tenant.id]);
  expect(member.events).toEqual([]);
  // As on the platform: a role without a grant hears that there was a change, with an error in the place of its data.
  for (const event of anon.events) expect([event.new, event.old, event.errors]).toEqual([{}, {}, [expect.any(String)]]);
});

test("on one channel, after another user's token has come, only the other tenant is heard", async () => {
  const listener = new Listener(world.own.token);
  const swapped = await listener.listen();
  const staying = await listen(world.own.token);
  await heardOf(swapped, await change(world.own));
  await listener.present(world.foreign.token);
  await swapped.heard('ok', 2);
  const own = await change(world.own);
  await heardOf(staying, own);
  await heardOf(swapped, await change(world.foreign));
  // By its id: what is still on the way of the change before the swap says nothing.
  expect(swapped.ids).not.toContain(own);
});

test('a membership that ends is felt by a channel that is open', async () => {
  const leaving = await stack.createUser(world.own.tenant, 'auditor');
  const watcher = await listen(leaving.token);
  const staying = await listen(world.auditor.token);
  await heardOf(watcher, await change(world.own));
  await stack.sql`delete from public.tenant_members where user_id = ${leaving.userId}`;
  watcher.events.length = 0;
  await heardOf(staying, await change(world.own));
  // One more change: what the first one brought has been delivered to everybody by the time that this one arrives.
  await heardOf(staying, await change(world.own));
  expect(watcher.events).toEqual([]);
});

test.for([
  ['an expired token', () => resign(world.own.token, { exp: secondsFromNow(-60) })],
  ['a forged token', () => resign(world.own.token, {}, 'the secret of another project, 32 characters')],
] as const)('%s on a live channel ends it', async ([, token]) => {
  const listener = new Listener(world.own.token);
  const watcher = await listener.listen();
  await listener.present(token());
  await watcher.heard('error');
  await heardOf(await listen(world.own.token), await change(world.own));
  expect(watcher.events).toEqual([]);
});

test('nothing of the queue behind the jobs comes over the channel', async () => {
  const watcher = await listen(world.own.token);
  await heardOf(watcher, await change(world.own));
  expect(JSON.stringify(watcher.events)).not.toMatch(/lease|cursor|credential|sandbox-/);
});
