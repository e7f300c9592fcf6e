import { expect, test } from 'vitest';
import { AnswerBody } from '../../../../supabase/functions/_shared/calls/answer-body.ts';
import { Turns } from '../../../../supabase/functions/_shared/calls/turns.ts';

const { signal } = new AbortController();
const later = () => new Promise((resolve) => setTimeout(resolve));

test('so many at a time, the others in their order', async () => {
  const turns = new Turns(2);
  const begun: string[] = [];
  const take = async (name: string) => {
    const end = await turns.take(signal);
    begun.push(name);
    return end;
  };
  const [endA] = await Promise.all([take('a'), take('b')]);
  const [c, d] = [take('c'), take('d')];
  await later();
  expect(begun).toEqual(['a', 'b']);
  endA?.();
  (await c)();
  await d;
  expect(begun).toEqual(['a', 'b', 'c', 'd']);
});

test('who goes away while waiting is passed over', async () => {
  const turns = new Turns(1);
  const end = await turns.take(signal);
  const abort = new AbortController();
  const gone = turns.take(abort.signal);
  const next = turns.take(signal);
  abort.abort(new Error('cancelled'));
  await expect(gone).rejects.toThrow('cancelled');
  end();
  await next;
});

const answer = (bytes: number) => new Response(new Uint8Array(bytes));
const MAX = 1_048_576;

test('large answers wait for each other until what was made of them is stored, ordinary ones for nobody', async () => {
  const [first, second, third] = [new AnswerBody(), new AnswerBody(), new AnswerBody()];
  expect((await first.read(answer(300_000), MAX, signal))?.byteLength).toBe(300_000);
  let isRead = false;
  const waiting = second.read(answer(300_000), MAX, signal).then(() => {
    isRead = true;
  });
  expect((await third.read(answer(10_000), MAX, signal))?.byteLength).toBe(10_000);
  await later();
  expect(isRead).toBe(false);
  first.done();
  await waiting;
  second.done();
});

test('two large answers of one run do not wait for each other', async () => {
  const body = new AnswerBody();
  await Promise.all([body.read(answer(300_000), MAX, signal), body.read(answer(300_000), MAX, signal)]);
  body.done();
});

test('what arrives in many pieces is put together, and what is too much is not read to its end', async () => {
  const pieces = (count: number) => {
    let sent = 0;
    const pull = (controller: ReadableByteStreamController) => {
      sent += 1;
      if (sent > count) {
        controller.close();
        controller.byobRequest?.respond(0);
      } else controller.enqueue(new Uint8Array(1_000).fill(sent % 251));
    };
    return { response: new Response(new ReadableStream({ type: 'bytes', pull })), sent: () => sent };
  };
  const body = new AnswerBody();
  const whole = await body.read(pieces(200).response, MAX, signal);
  expect(whole?.byteLength).toBe(200_000);
  expect([whole?.[0], whole?.[150_000]]).toEqual([1, 151]);
  const endless = pieces(Number.POSITIVE_INFINITY);
  expect(await body.read(endless.response, 50_000, signal)).toBeNull();
  expect(endless.sent()).toBeLessThan(60);
});
