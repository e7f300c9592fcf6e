import { expect, test } from 'vitest';
import { Batch } from '../../../../supabase/functions/process-integration-job/batch.ts';

/** A batch whose calls are answered by the test. */
function scene() {
  const calls: { items: number[]; answer: PromiseWithResolvers<number[]> }[] = [];
  const batch = new Batch<number, number>((items) => {
    const answer = Promise.withResolvers<number[]>();
    calls.push({ items, answer });
    return answer.promise;
  });
  return { batch, calls };
}

test('the first goes alone and at once, what comes meanwhile together after it', async () => {
  const { batch, calls } = scene();
  const results = [1, 2, 3].map((item) => batch.add(item));
  expect(calls.map(({ items }) => items)).toEqual([[1]]);
  calls[0]?.answer.resolve([10]);
  expect(await results[0]).toBe(10);
  expect(calls.map(({ items }) => items)).toEqual([[1], [2, 3]]);
  calls[1]?.answer.resolve([20, 30]);
  expect(await Promise.all(results)).toEqual([10, 20, 30]);
});

test('a call that fails fails for its own items only', async () => {
  const { batch, calls } = scene();
  const [first, second] = [batch.add(1), batch.add(2)];
  calls[0]?.answer.reject(new Error('no database'));
  await expect(first).rejects.toThrow('no database');
  calls[1]?.answer.resolve([20]);
  expect(await second).toBe(20);
});
