const STORAGE_KEY = 'integracoes.tenant-order';
/** So many of the last used are offered first. */
const RECENT = 5;

interface Remembered {
  pinned: string[];
  recent: string[];
}

const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];

/** Slugs of the groups that the reader pinned in this browser, and of those used last, the latest first. */
export function rememberedOrder(): Remembered {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? '{}');
    return typeof stored === 'object' && stored !== null
      ? { pinned: texts(Reflect.get(stored, 'pinned')), recent: texts(Reflect.get(stored, 'recent')) }
      : { pinned: [], recent: [] };
  } catch {
    // Storage is refused, or somebody else wrote there: the names alone are an order, too.
    return { pinned: [], recent: [] };
  }
}

function store(order: Remembered): void {
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(order));
  } catch (error) {
    console.warn('Cannot remember the order of groups: storage is refused', error);
  }
}

export function noteUse(slug: string): void {
  const { pinned, recent } = rememberedOrder();
  if (recent[0] !== slug) store({ pinned, recent: [slug, ...recent.filter((used) => used !== slug)].slice(0, RECENT) });
}

/** Pins a group, or takes the pin away. */
export function togglePin(slug: string): void {
  const { pinned, recent } = rememberedOrder();
  store({ recent, pinned: pinned.includes(slug) ? pinned.filter((known) => known !== slug) : [...pinned, slug] });
}
