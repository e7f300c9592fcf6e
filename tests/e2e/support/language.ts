import type { Page } from '@playwright/test';

/**
 * Words that a library would leave behind or a developer forget: none of them is a Portuguese word. Short ones that both
 * languages share (status, menu, data, do, for) say nothing and are left out.
 */
const ENGLISH =
  /\b(a few|ago|already|and|back|cancel|cancell?ed|close|completed?|copied|copy|delete|details|disabled|done|edit|enabled|errors?|expected|failed|failure|fetch|finished|forbidden|history|hours?|invalid|jobs?|just now|last|light|dark|load|loading|minutes?|more|next|not found|notifications?|null|NaN|of|offline|open|options?|password|pending|previous|progress|queued?|reconnecting|required|reset|retry|retrying|run|running|save|saving|schedule|search|seconds?|select|settings|sign in|sign out|skip|something went wrong|submit|success|succeeded|system|tenant|the|timeout|toggle|try again|unauthorized|undefined|unexpected|unknown|updated|wait|waiting|warning|week|with|worker|yesterday|today|your?)\b/i;

/** Everything on the page that a person reads or hears, piece by piece, without what is data: addresses and technical blocks. */
async function words(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const attributes = [
      'aria-label',
      'aria-valuetext',
      'aria-description',
      'aria-roledescription',
      'title',
      'placeholder',
    ];
    const spoken = attributes.flatMap((name) =>
      [...document.querySelectorAll(`[${name}]`)].map((element) => element.getAttribute(name) ?? ''),
    );
    const isData = (node: Node) => node.parentElement?.closest('pre, script, style, noscript') !== null;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const written: string[] = [];
    while (walker.nextNode()) {
      if (!isData(walker.currentNode)) written.push(walker.currentNode.textContent ?? '');
    }
    return [...spoken, ...written, document.title].map((text) => text.replace(/\S+@\S+|https?:\S+/g, '').trim());
  });
}

/** What is English on the page; nothing, it should be. */
export async function englishOn(page: Page): Promise<string[]> {
  return (await words(page)).filter((text) => ENGLISH.test(text));
}
