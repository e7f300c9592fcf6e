/** The list in parts of at most `size`, in its order. */
export function partsOf<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, part) => all.slice(part * size, (part + 1) * size));
}

/**
 * Gathers what is asked for in one moment into one request of at most `size` ids. `load` answers by id; what it lacks is undefined, and
 * its failure is the failure of everybody who asked.
 */
export function inBatches<T>(
  size: number,
  load: (ids: string[]) => Promise<ReadonlyMap<string, T>>,
): (id: string) => Promise<T | undefined> {
  let open: { ids: string[]; answer: Promise<ReadonlyMap<string, T>> } | null = null;
  return async (id) => {
    if (open === null) {
      const ids: string[] = [];
      // Effects of one render ask one after the other: a timer runs after all of them.
      const answer = new Promise<void>((resolve) => setTimeout(resolve)).then(() => {
        if (open?.ids === ids) open = null;
        return load(ids);
      });
      open = { ids, answer };
    }
    const { ids, answer } = open;
    ids.push(id);
    if (ids.length >= size) open = null;
    return (await answer).get(id);
  };
}
