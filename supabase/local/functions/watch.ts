import { watch } from 'node:fs';
import { join, sep } from 'node:path';
import type { EdgeFunction } from './edge-function.ts';

/** Editors write a file in several steps. */
const QUIET_MS = 150;

/**
 * Restarts a function when a file of its folder changes, and all of them for `_shared`. Running requests finish in the old
 * process. Returns how to stop.
 */
export function watchFunctions(
  projectDir: string,
  functions: Map<string, EdgeFunction>,
  log: (line: string) => void,
): () => void {
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const reload = () => {
    const names = changed.has('_shared') ? [...functions.keys()] : [...changed].filter((name) => functions.has(name));
    changed.clear();
    for (const name of names) functions.get(name)?.reload();
    if (names.length > 0) log(`Reloaded ${names.join(', ')}`);
  };
  const watcher = watch(join(projectDir, 'supabase', 'functions'), { recursive: true }, (_event, file) => {
    const [folder] = file?.split(sep) ?? [];
    if (!folder) return;
    changed.add(folder);
    clearTimeout(timer);
    timer = setTimeout(reload, QUIET_MS);
  });
  watcher.on('error', (error) => log(`Watch the functions: ${error.message}; changes need a restart`));
  return () => {
    clearTimeout(timer);
    watcher.close();
  };
}
