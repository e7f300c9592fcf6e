import { Turns } from './turns.ts';

/** A page of any provider is far below this size. */
export const MAX_ANSWER_BYTES = 1024 * 1024;
/** Ordinary pages are smaller than this. */
const LARGE_BYTES = 256 * 1024;
const CHUNK_BYTES = 64 * 1024;

/**
 * Runs of many tenants share the memory of one process (256 MB on the platform). Answers beyond the ordinary are parsed, mapped and stored
 * one at a time, however many providers send such ones at once: what is made of them needs many times their size.
 */
const largeAnswers = new Turns(1);

/** Reads the answers of one provider for one run. The turn of a large one lasts until `done`: until its records are stored. */
export class AnswerBody {
  /** One for all answers: two that are asked at once must not wait for each other. */
  #turn: Promise<() => void> | undefined;

  /** All bytes, null when there are more than `max`: the rest is not read. Rejects with the signal's reason when that is aborted. */
  async read(response: Response, max: number, signal: AbortSignal): Promise<Uint8Array | null> {
    const bytes = await readBytes(response, max);
    // Only now: a provider that sends its answer slowly keeps nobody waiting.
    if (bytes !== null && bytes.byteLength > LARGE_BYTES) {
      this.#turn ??= largeAnswers.take(signal);
      await this.#turn;
    }
    return bytes;
  }

  /** To be called when nothing of the answers so far is needed any more, however it went. */
  done(): void {
    // A turn that never came needs no end; who waited for it knows.
    this.#turn?.then((end) => end()).catch(() => undefined);
    this.#turn = undefined;
  }
}

/** Whether the connection itself ends the answer after so few bytes: what it says of its length counts only where nothing else decides. */
function isSmall({ headers }: Response): boolean {
  const declared = headers.get('content-length');
  const isLength = declared !== null && !headers.has('transfer-encoding') && !headers.has('content-encoding');
  return isLength && Number(declared) <= LARGE_BYTES;
}

/** Through one buffer of our own: the runtime would give each chunk 64 KB, of whatever size it is, and a provider decides how many come. */
async function readBytes(response: Response, max: number): Promise<Uint8Array | null> {
  if (isSmall(response)) {
    const all = await response.bytes();
    return all.byteLength > max ? null : all;
  }
  const reader = response.body?.getReader({ mode: 'byob' });
  if (!reader) return new Uint8Array();
  let bytes = new Uint8Array(CHUNK_BYTES);
  let length = 0;
  let chunk = await reader.read(new Uint8Array(CHUNK_BYTES));
  while (!chunk.done) {
    const { value } = chunk;
    if (length + value.byteLength > max) return null;
    if (length + value.byteLength > bytes.byteLength) {
      const wider = new Uint8Array(Math.min(max, Math.max(bytes.byteLength * 2, length + value.byteLength)));
      wider.set(bytes.subarray(0, length));
      bytes = wider;
    }
    bytes.set(value, length);
    length += value.byteLength;
    chunk = await reader.read(new Uint8Array(value.buffer));
  }
  return bytes.subarray(0, length);
}
