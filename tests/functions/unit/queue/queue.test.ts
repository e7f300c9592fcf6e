import type { SupabaseClient } from '@supabase/supabase-js';
import { expect, test } from 'vitest';
import { Queue, QueueError } from '../../../../supabase/functions/_shared/queue/queue.ts';

const lease = { jobId: '00000000-0000-4000-8000-000000000001', token: '00000000-0000-4000-8000-000000000002' };
const held = { data: { state: 'held' }, error: null };
const refusal = (code: string) => ({ data: null, error: { code, message: 'Refused' } });

/** A queue whose database gives these answers, one after the other. */
function queueOf(...answers: object[]) {
  const calls: [name: string, parameters: unknown][] = [];
  const rpc = async (name: string, parameters: unknown) => {
    calls.push([name, parameters]);
    return answers[calls.length - 1];
  };
  return { calls, queue: new Queue({ rpc } as unknown as SupabaseClient) };
}

test.for(['40P01', '40001'])(
  'a call that the database gave up for another one (%s) is made again, with the same arguments',
  async (code) => {
    const { queue, calls } = queueOf(refusal(code), refusal(code), held);
    expect(await queue.heartbeat(lease)).toBe('held');
    expect(calls).toHaveLength(3);
    expect(new Set(calls.map((call) => JSON.stringify(call))).size).toBe(1);
  },
);

test('after three times it is an error', async () => {
  const { queue, calls } = queueOf(refusal('40P01'), refusal('40P01'), refusal('40P01'), held);
  await expect(queue.heartbeat(lease)).rejects.toMatchObject({ name: 'QueueError', code: '40P01' });
  expect(calls).toHaveLength(3);
});

test.for(['42501', 'IQ001', '57014', ''])(
  'any other error (%j) is not repeated: it may have been done',
  async (code) => {
    const { queue, calls } = queueOf(refusal(code), held);
    await expect(queue.heartbeat(lease)).rejects.toBeInstanceOf(QueueError);
    expect(calls).toHaveLength(1);
  },
);

test('a credential that was given for another host ends the job, and says what to do', async () => {
  const refused = {
    name: 'JobError',
    kind: 'permanent',
    code: 'credentials_missing',
    message: expect.stringContaining('outro endereço'),
  };
  await expect(queueOf(refusal('IQ006')).queue.openSlice(lease)).rejects.toMatchObject(refused);
  await expect(queueOf(refusal('IQ006')).queue.openConnectionTest('a', 'b', 'c')).rejects.toMatchObject(refused);
});
