const INTERVAL_MS = 5 * 60_000;

/**
 * How often one may sign in, as on the platform ([auth.rate_limit] of config.toml): so many attempts at once, after that one for each share
 * of five minutes. Good passwords count as well: which ones are good is what a guesser wants to learn. There is one caller here, this machine.
 */
export class SignInLimit {
  readonly #attempts: number;
  readonly #now: () => number;
  #left: number;
  #countedAt: number;

  constructor(attemptsPer5Minutes: number, now: () => number = () => performance.now()) {
    this.#attempts = attemptsPer5Minutes;
    this.#now = now;
    this.#left = attemptsPer5Minutes;
    this.#countedAt = now();
  }

  /** Whether a request is an attempt to sign in, to sign up or to be let in by mail. */
  static concerns(method: string | undefined, url: URL): boolean {
    if (method !== 'POST') return false;
    const path = url.pathname.replace(/^\/auth\/v1/, '');
    return (
      (path === '/token' && url.searchParams.get('grant_type') === 'password') || /^\/(signup|otp|verify)$/.test(path)
    );
  }

  /** Counts one attempt; false when there have been too many. */
  admit(): boolean {
    const now = this.#now();
    this.#left = Math.min(this.#attempts, this.#left + ((now - this.#countedAt) / INTERVAL_MS) * this.#attempts);
    this.#countedAt = now;
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }
}
