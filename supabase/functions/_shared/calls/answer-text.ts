import { hashOfBytes } from '../values/hash.ts';

/** What stands for an answer whose text is the known one: it was not read again. */
export const SAME_TEXT = Symbol('same text');

/**
 * Tells the text of one answer from the text that came to the same question before. A look that proves a list sees the same pages again,
 * and to parse what is equal byte by byte would be most of its work.
 */
export class AnswerText {
  readonly #known: string | undefined;
  #came: string | null = null;

  /** `known`: the mark of the text that came before; undefined = none did, or what was made of it is not at hand. */
  constructor(known?: string) {
    this.#known = known;
  }

  /** What tells the text that came from others; null when none came. */
  get mark(): string | null {
    return this.#came;
  }

  /** The text that came is the known one. */
  get isSame(): boolean {
    return this.#came !== null && this.#came === this.#known;
  }

  /** Notes what came. The same bytes in another charset are another text. */
  note(bytes: Uint8Array, charset: string): void {
    this.#came = `${hashOfBytes(bytes)} ${bytes.byteLength} ${charset}`;
  }
}
