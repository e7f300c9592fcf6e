import { expect, test } from 'vitest';
import { WorkerPool } from '../../../../supabase/functions/process-integration-job/worker-pool.ts';
import { atEnd, busyQueue, settle } from '../support/busy-queue.ts';

test('a hundred pokes at once start one worker and cost a claim or two', async () => {
  const { deps, workers, calls, enqueue, running } = busyQueue();
  enqueue('a');
  const pool = new WorkerPool(deps);
  for (let poke = 0; poke < 100; poke += 1) void pool.poke();
  await settle();
  expect([workers.started, running()]).toEqual([1, ['a']]);
  expect(calls.length).toBeLessThanOrEqual(3);
});

test('a poke for a worker with room makes it claim again', async () => {
  const { deps, workers, enqueue, running } = busyQueue();
  enqueue('a');
  const pool = new WorkerPool(deps);
  void pool.poke();
  await settle();
  enqueue('b');
  await pool.poke();
  await settle();
  expect([workers.started, running()]).toEqual([1, ['a', 'b']]);
});

test('a poke while all places are taken starts another worker, which keeps to the limit of running jobs', async () => {
  const { deps, workers, enqueue, running, due, slice } = busyQueue({ perWorker: 2, maxRunning: 3 });
  enqueue('a', 'b', 'c', 'd');
  const pool = new WorkerPool(deps);
  void pool.poke();
  await settle();
  expect(running()).toEqual(['a', 'b']);
  void pool.poke();
  await settle();
  expect([running(), due()]).toEqual([['a', 'b', 'c'], 1]);
  for (let poke = 0; poke < 20; poke += 1) void pool.poke();
  await settle();
  expect([workers.started, running().length]).toEqual([2, 3]);
  slice('a').end(atEnd);
  await settle();
  expect([running(), due()]).toEqual([['b', 'c', 'd'], 0]);
});

test('when a worker has ended, the next poke starts one that knows how many jobs it may hold', async () => {
  const { deps, workers, calls, enqueue, slice } = busyQueue();
  enqueue('a');
  const pool = new WorkerPool(deps);
  const first = pool.poke();
  await settle();
  slice('a').end(atEnd);
  await first;
  calls.length = 0;
  await pool.poke();
  expect([workers.started, calls]).toEqual([2, ['claim 3']]);
});

test('all jobs of all workers are given back when the platform ends the process', async () => {
  const { deps, enqueue, running, ends } = busyQueue({ perWorker: 1 });
  enqueue('a', 'b');
  const pool = new WorkerPool(deps);
  void pool.poke();
  await settle();
  void pool.poke();
  await settle();
  expect(running()).toEqual(['a', 'b']);
  pool.release();
  await settle();
  expect(ends).toEqual(['a yielded', 'b yielded']);
});
