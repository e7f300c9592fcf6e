// @vitest-environment node
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { signIn, signOut } from '../../../src/lib/app/session.ts';
import { realtime } from '../../../src/lib/data/realtime.ts';
import { JobsChannel } from '../../../src/lib/live/jobs-channel.ts';
import type { ConnectionState } from '../../../src/lib/live/polling.ts';
import { serveRealtime } from '../support/fake-realtime.ts';
import type { FakeSupabase } from '../support/fake-supabase.ts';
import { AURORA, createWorld, jobRow, userOf } from '../support/world.ts';

let fake: FakeSupabase;
let channel: JobsChannel;
let states: ConnectionState[];
let refetches: number;

/** Lets promises and microtasks run, and `milliseconds` pass. */
const pass = (milliseconds = 0) => vi.advanceTimersByTimeAsync(milliseconds);

function createChannel(tenantIds: readonly string[] = [AURORA]): JobsChannel {
  return new JobsChannel({
    connect: () => Promise.resolve(realtime),
    tenantIds,
    onRow: () => undefined,
    onRefetch: () => {
      refetches += 1;
    },
    onState: (state) => states.push(state),
  });
}

beforeEach(async () => {
  vi.useFakeTimers();
  fake = createWorld();
  vi.stubGlobal('fetch', fake.fetch);
  serveRealtime(fake.realtime);
  states = [];
  refetches = 0;
  const { email, password } = userOf('admin');
  await signIn(email, password);
  channel = createChannel();
});

afterEach(async () => {
  channel.stop();
  await signOut();
  await realtime.removeAllChannels();
  await realtime.disconnect();
  await pass(1000);
  vi.useRealTimers();
});

describe('JobsChannel', () => {
  it('refetches when it is subscribed and again when the server says that changes flow', async () => {
    channel.start();
    await pass();
    expect(states).toEqual(['connecting', 'live']);
    expect(refetches).toBe(2);
  });

  it('refetches after every token refresh, which the server answers with another system message', async () => {
    channel.start();
    await pass();
    fake.realtime.system('ok');
    await pass();
    expect(refetches).toBe(3);
  });

  it('opens a new channel after the server closed it, with growing pauses', async () => {
    channel.start();
    await pass();
    fake.realtime.closeChannels();
    await pass();
    expect(states.at(-1)).toBe('down');
    expect(fake.realtime.joins).toHaveLength(1);
    await pass(1000);
    expect(states.at(-1)).toBe('live');
    expect(fake.realtime.joins).toHaveLength(2);
    expect(fake.realtime.joins[1]?.topic).not.toBe(fake.realtime.joins[0]?.topic);
  });

  it('replaces a channel that the server reports as broken and that does not come back', async () => {
    channel.start();
    await pass();
    fake.realtime.system('error');
    await pass();
    expect(states.at(-1)).toBe('down');
    await pass(30_000);
    expect(states.at(-1)).toBe('live');
    expect(fake.realtime.joins).toHaveLength(2);
  });

  it('comes back by itself when the server is reachable again', async () => {
    fake.realtime.isDown = true;
    channel.start();
    await pass(20_000);
    expect(states).not.toContain('live');
    fake.realtime.isDown = false;
    await pass(60_000);
    expect(states.at(-1)).toBe('live');
    expect(fake.realtime.channels.size).toBe(1);
  });

  it('leaves nothing behind when it is stopped before it has joined', async () => {
    channel.start();
    channel.stop();
    await pass(60_000);
    expect(fake.realtime.joins).toEqual([]);
    expect(states).toEqual(['connecting']);
  });

  it('says nothing any more after it was stopped', async () => {
    channel.start();
    await pass();
    channel.stop();
    fake.realtime.closeChannels();
    await pass(60_000);
    expect(states).toEqual(['connecting', 'live']);
    expect(fake.realtime.joins).toHaveLength(1);
  });

  it('leaves the filter out when there are more tenants than a filter may name', async () => {
    channel = createChannel(Array.from({ length: 101 }, (_, index) => `tenant-${index}`));
    channel.start();
    await pass();
    const [binding] = fake.realtime.joins[0]?.payload.config?.postgres_changes ?? [];
    expect(binding).toMatchObject({ table: 'integration_jobs' });
    expect(binding?.filter).toBeUndefined();
  });

  it('replaces a silent channel, and trusts the new one when it has brought a change', async () => {
    channel.start();
    await pass();
    channel.replaceSilent();
    await pass(30_000);
    expect(fake.realtime.joins).toHaveLength(2);
    expect(states.at(-1)).toBe('down');
    const before = refetches;
    fake.realtime.push('INSERT', jobRow());
    await pass();
    expect(states.at(-1)).toBe('live');
    expect(refetches).toBe(before + 1);
  });

  it('trusts a replaced channel on which nothing happens in time, the second time later', async () => {
    channel.start();
    await pass();
    channel.replaceSilent();
    await pass(119_000);
    expect(states.at(-1)).toBe('down');
    await pass(2_000);
    expect(states.at(-1)).toBe('live');
    channel.replaceSilent();
    await pass(200_000);
    expect(states.at(-1)).toBe('down');
    await pass(50_000);
    expect(states.at(-1)).toBe('live');
  });
});
