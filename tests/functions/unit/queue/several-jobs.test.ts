import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Worker } from '../../../../supabase/functions/process-integration-job/worker.ts';
import { atEnd, busyQueue, enoughForOneRequest, settle, timeUp } from '../support/busy-queue.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A worker with three places and the given jobs in the queue, after its first claims. */
async function working(...ids: string[]) {
  const scene = busyQueue();
  scene.enqueue(...ids);
  const worker = new Worker(scene.deps(), 3);
  let isDone = false;
  const ended = worker.drain().then(() => {
    isDone = true;
  });
  await settle();
  return { ...scene, worker, ended, isDone: () => isDone };
}

test('holds as many jobs as it may, and claims more as places become free', async () => {
  const { running, slice, ends, due } = await working('a', 'b', 'c', 'd', 'e');
  expect([running(), due()]).toEqual([['a', 'b', 'c'], 2]);
  slice('b').end(atEnd);
  await settle();
  expect(ends).toEqual(['b success']);
  expect([running(), due()]).toEqual([['a', 'c', 'd'], 1]);
});

test('learns from its first claim how many it may hold', async () => {
  const scene = busyQueue({ perWorker: 2 });
  scene.enqueue('a', 'b', 'c');
  void new Worker(scene.deps()).drain();
  await settle();
  expect(scene.calls).toEqual(['claim 1', 'claim 1']);
  expect(scene.running()).toEqual(['a', 'b']);
});

test('ends when nothing is due and nothing is held', async () => {
  const { slice, isDone, ended } = await working('a', 'b');
  slice('a').end(atEnd);
  await settle();
  expect(isDone()).toBe(false);
  slice('b').end(atEnd);
  await ended;
  expect(vi.getTimerCount()).toBe(0);
});

test('calls another worker once when all its places are taken: there may be more', async () => {
  const { wakes, slice, enqueue } = await working('a', 'b');
  expect(wakes()).toBe(0);
  const { wakes: calls, slice: sliceOf } = await working('a', 'b', 'c', 'd');
  expect(calls()).toBe(1);
  sliceOf('a').end(atEnd);
  await settle();
  expect(calls()).toBe(1);
  enqueue('c');
  slice('a').end(atEnd);
  await settle();
  expect(wakes()).toBe(0);
});

test('renews all leases in one call, four times per lease, and not those that it gave up', async () => {
  const { calls, states, slice } = await working('a', 'b', 'c');
  await vi.advanceTimersByTimeAsync(15_000);
  states.set('b', 'canceled');
  await vi.advanceTimersByTimeAsync(30_000);
  expect(calls.filter((call) => call.startsWith('heartbeat'))).toEqual([
    'heartbeat a b c',
    'heartbeat a b c',
    'heartbeat a c',
  ]);
  expect(slice('b').signal.aborted).toBe(true);
});

test('a cancelled job stops and no other one does; its place is claimed for the next', async () => {
  const { states, slice, running, enqueue } = await working('a', 'b', 'c');
  enqueue('d');
  states.set('a', 'canceled');
  await vi.advanceTimersByTimeAsync(15_000);
  expect(['a', 'b', 'c'].map((id) => slice(id).signal.aborted)).toEqual([true, false, false]);
  expect(running()).toContain('d');
});

test('jobs that end together are booked in one call, and one alone waits for nobody', async () => {
  const { slice, calls, ended } = await working('a', 'b', 'c');
  slice('a').end(atEnd);
  slice('b').end(atEnd);
  slice('c').end(atEnd);
  await ended;
  expect(calls.filter((call) => call.startsWith('finish'))).toEqual(['finish a', 'finish b c']);
});

test('one job that the database refuses to end leaves the others alone', async () => {
  const scene = busyQueue();
  scene.enqueue('a', 'b');
  const deps = scene.deps();
  const finish = deps.queue.finish.bind(deps.queue);
  deps.queue.finish = async (leases) => {
    const [refused, others] = [
      leases.filter(({ jobId }) => jobId === 'a'),
      leases.filter(({ jobId }) => jobId !== 'a'),
    ];
    return [...refused.map(() => ({ state: 'refused' as const, code: '23514' })), ...(await finish(others))];
  };
  const events: string[] = [];
  const worker = new Worker({ ...deps, log: (event, fields) => void events.push(`${event} ${fields?.job_id}`) }, 3);
  const ended = worker.drain();
  await settle();
  scene.slice('a').end(atEnd);
  scene.slice('b').end(atEnd);
  await ended;
  expect(scene.ends).toEqual(['b success']);
  expect(events).toContain('job_not_settled a');
  expect(events).toContain('job_unsettled a');
});

test('a set that is too much for one call is booked one by one', async () => {
  const scene = busyQueue();
  scene.enqueue('a', 'b', 'c');
  const deps = scene.deps();
  const finish = deps.queue.finish.bind(deps.queue);
  deps.queue.finish = async (leases) => {
    if (leases.length > 1) throw new Error('57014 canceling statement due to statement timeout');
    return finish(leases);
  };
  const ended = new Worker(deps, 3).drain();
  await settle();
  for (const id of ['a', 'b', 'c']) scene.slice(id).end(atEnd);
  await ended;
  expect(scene.ends).toEqual(['a success', 'b success', 'c success']);
});

test('a slice that has done enough for one request is followed by the next, from where it stopped', async () => {
  const { slice, calls, ended, ends } = await working('a');
  slice('a').end(enoughForOneRequest);
  await settle();
  expect(slice('a').cursor).toEqual({ page: 2 });
  expect(calls).toEqual(['claim 3']);
  slice('a').end(atEnd);
  await ended;
  expect(ends).toEqual(['a success']);
});

test('a slice whose time was up is given back, the others go on, and no more jobs are begun', async () => {
  const { slice, ends, wakes, enqueue, due, isDone } = await working('a', 'b');
  enqueue('c');
  slice('a').end(timeUp);
  await settle();
  expect([ends, wakes(), due(), isDone()]).toEqual([['a yielded'], 1, 1, false]);
  slice('b').end(timeUp);
  await settle();
  expect([ends, isDone()]).toEqual([['a yielded', 'b yielded'], true]);
});

test('in the second half of its budget it leaves what is due to the next worker, and says so once', async () => {
  const { slice, at, enqueue, due, wakes, ended } = await working('a', 'b');
  enqueue('c', 'd');
  at(31_000);
  slice('a').end(atEnd);
  await settle();
  slice('b').end(atEnd);
  await ended;
  expect([due(), wakes()]).toEqual([2, 1]);
});

test('gives all jobs back when the platform ends it, and is done only then', async () => {
  const { worker, ends, wakes, ended, enqueue, due } = await working('a', 'b');
  enqueue('c');
  worker.release();
  await ended;
  expect(ends).toEqual(['a yielded', 'b yielded']);
  expect([wakes(), due()]).toEqual([1, 1]);
});

test('a lease of which nobody hears for its whole length is given up at that moment, whenever it was claimed', async () => {
  const scene = busyQueue();
  const deps = { ...scene.deps(), now: () => performance.now() };
  deps.queue.heartbeats = () => Promise.reject(new Error('no database'));
  scene.enqueue('a');
  const worker = new Worker(deps, 3);
  void worker.drain();
  await vi.advanceTimersByTimeAsync(7_000);
  scene.enqueue('b');
  worker.claimMore();
  await vi.advanceTimersByTimeAsync(54_000);
  expect(['a', 'b'].map((id) => scene.slice(id).signal.aborted)).toEqual([true, false]);
  await vi.advanceTimersByTimeAsync(6_500);
  expect(scene.slice('b').signal.aborted).toBe(true);
});

test('a claim that fails costs nothing of what it holds', async () => {
  const scene = busyQueue();
  scene.enqueue('a');
  const deps = scene.deps();
  const worker = new Worker(deps, 3);
  const ended = worker.drain();
  await settle();
  deps.queue.claim = () => Promise.reject(new Error('no database'));
  worker.claimMore();
  await settle();
  scene.slice('a').end(atEnd);
  await ended;
  expect(scene.ends).toEqual(['a success']);
});
