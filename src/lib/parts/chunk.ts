import { type ComponentType, type LazyExoticComponent, lazy } from 'react';

/** The code of a part could not be had: no network, or another release is being served. */
export class MissingChunk extends Error {
  override name = 'MissingChunk';
}

type Loader<P> = () => Promise<{ default: ComponentType<P> }>;

/** The code of one part of the app, which is loaded when it is first shown, or before when there is time. */
export class Chunk<P extends object> {
  readonly #loader: Loader<P>;
  #component: ComponentType<P> | LazyExoticComponent<ComponentType<P>>;
  #isLoaded = false;
  #loading: Promise<{ default: ComponentType<P> }> | null = null;

  constructor(loader: Loader<P>) {
    this.#loader = loader;
    this.#component = lazy(this.#load);
    chunks.add(this);
  }

  /** What to render: the component itself once it is here. Keep it for as long as it is mounted: a later one is another. */
  readonly component = () => this.#component;

  readonly isLoaded = () => this.#isLoaded;

  /** Loads it unless it is here; what failed before counts no more. Rejects with a MissingChunk. */
  readonly load = async (): Promise<void> => {
    await this.#load();
  };

  /** Once for all who ask in the same moment. */
  readonly #load = () => {
    this.#loading ??= this.#ask();
    return this.#loading;
  };

  async #ask(): Promise<{ default: ComponentType<P> }> {
    try {
      const loaded = await this.#loader();
      this.#isLoaded = true;
      this.#component = loaded.default;
      return loaded;
    } catch (error) {
      // The lazy component stays, and with it the failure for those who render it: a new one at each failure would be asked again and
      // again by the very render that waits for it. Whoever sees the failure calls `load`.
      this.#loading = null;
      throw new MissingChunk('Cannot load a part of the app', { cause: error });
    }
  }
}

const chunks = new Set<Pick<Chunk<object>, 'isLoaded' | 'load'>>();

/**
 * Loads one part after the other while the browser has nothing else to do, so that none is missing when the network or the release goes.
 * Ends with the first that cannot be had: whoever needs it asks again. Returns how to stop.
 */
export function prefetchWhenIdle(): () => void {
  // Somebody who pays for each byte, and a browser that cannot tell when it is idle, load what they show.
  const saves = 'connection' in navigator && Reflect.get(navigator.connection as object, 'saveData') === true;
  if (saves || !('requestIdleCallback' in window)) return () => undefined;
  let idle = 0;
  const next = async () => {
    const chunk = [...chunks].find((candidate) => !candidate.isLoaded());
    if (chunk === undefined) return;
    try {
      await chunk.load();
    } catch (error) {
      console.info('Cannot load ahead; it is loaded when it is shown', error);
      return;
    }
    wait();
  };
  const wait = () => {
    idle = window.requestIdleCallback(() => void next());
  };
  wait();
  return () => window.cancelIdleCallback(idle);
}
