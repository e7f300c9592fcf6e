/** What a read has found must come over the channel as well, within so long. */
const GRACE_MS = 15_000;

/** Notices a channel that is subscribed and brings nothing: reads find changes that it should have brought. */
export class SilenceWatch {
  readonly #onSilent: () => void;
  #isOn = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(onSilent: () => void) {
    this.#onSilent = onSilent;
  }

  /** Call it when everything up to now has been read: whatever is found later, the channel owes. */
  begin(): void {
    this.#isOn = true;
  }

  /** The channel owes nothing: it is not subscribed, or not everything before that was read. */
  end(): void {
    this.#isOn = false;
    this.heard();
  }

  /** A read has brought a change that the channel had not. */
  found(): void {
    if (!this.#isOn || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#onSilent();
    }, GRACE_MS);
  }

  /** The channel has brought a change, whichever: it is not silent. */
  heard(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
