import { common } from '../labels/common.ts';

/** The forms on the page that hold something typed and not saved. */
const holders = new Set<object>();

/** Notes that a form holds something unsaved, until the returned function is called. */
export function holdUnsaved(): () => void {
  const holder = {};
  holders.add(holder);
  return () => void holders.delete(holder);
}

/** May the page be left? Asks when something typed would be lost. The browser's own question: it needs no code that may be missing. */
export function mayLeave(): boolean {
  return holders.size === 0 || window.confirm(common.unsavedQuestion);
}

/** The link of the app that a plain click would follow to another page; null for anything else. */
function linkOf({ target, button, metaKey, ctrlKey, shiftKey, altKey }: MouseEvent): HTMLAnchorElement | null {
  if (button !== 0 || metaKey || ctrlKey || shiftKey || altKey || !(target instanceof Element)) return null;
  const link = target.closest('a');
  if (link === null || link.target === '_blank' || link.origin !== window.location.origin) return null;
  const isSamePage = link.pathname === window.location.pathname;
  return isSamePage && sameTenant(link.search, window.location.search) ? null : link;
}

function sameTenant(a: string, b: string): boolean {
  return new URLSearchParams(a).get('tenant') === new URLSearchParams(b).get('tenant');
}

/** Asks before a link within the app takes something typed away; links out of the app are the browser's to ask about. Returns how to stop. */
export function askBeforeLinks(): () => void {
  const ask = (event: MouseEvent) => {
    if (linkOf(event) === null || mayLeave()) return;
    event.preventDefault();
    event.stopPropagation();
  };
  document.addEventListener('click', ask, true);
  return () => document.removeEventListener('click', ask, true);
}
