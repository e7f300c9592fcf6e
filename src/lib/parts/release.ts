const STORAGE_KEY = 'integracoes.reloaded-for';

/** The script that this page was started with; its name carries a hash of the release. null in a page without one. */
function ownEntry(): string | null {
  const script = document.querySelector<HTMLScriptElement>('script[type="module"][src]');
  return script === null ? null : new URL(script.src).pathname;
}

/** Is another release being served than the one that this page is of? Rejects when the server cannot be reached. */
export async function isOutdated(): Promise<boolean> {
  const entry = ownEntry();
  if (entry === null) return false;
  const answer = await fetch('/', { cache: 'no-store' });
  return answer.ok && !(await answer.text()).includes(entry);
}

/**
 * Loads the page anew for the sake of a release, once for each: a server in the middle of a release must not turn it round and round.
 * Says whether it does.
 */
export function reloadOnce(): boolean {
  const entry = ownEntry() ?? '';
  try {
    if (sessionStorage.getItem(STORAGE_KEY) === entry) return false;
    sessionStorage.setItem(STORAGE_KEY, entry);
  } catch {
    // Storage is refused: nobody would remember, so the reader decides.
    return false;
  }
  window.location.reload();
  return true;
}
