import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { renderApp } from '../support/render-app.tsx';
import { createWorld, failedRow, logRow, runningRow } from '../support/world.ts';

/** Words that a library would leave behind, or a developer forget. */
const ENGLISH =
  /\b(loading|close|open|toggle|pending|running|success|failed|cancell?ed|error|progress|notifications?|retry|search|menu|settings|details|retrying|unknown|undefined|null|NaN|Invalid Date)\b/i;

/** Everything of the page that a person reads or hears. */
function words(): string[] {
  const attributes = ['aria-label', 'aria-valuetext', 'title', 'placeholder', 'alt'];
  const labels = attributes.flatMap((name) =>
    [...document.querySelectorAll(`[${name}]`)].map((element) => element.getAttribute(name) ?? ''),
  );
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const texts: string[] = [];
  while (walker.nextNode()) texts.push(walker.currentNode.textContent ?? '');
  return [...labels, ...texts, document.title];
}

describe('language of the pages', () => {
  it.each([
    ['/integracoes?tenant=aurora', 'heading', 'OneCode'],
    ['/integracoes/acessorias?tenant=aurora', 'region', 'Execução atual'],
    ['/integracoes/acessorias?tenant=aurora&aba=execucoes', 'table', /^Execuções/],
    ['/integracoes/acessorias?tenant=aurora&aba=execucoes&execucao=0badc0de', 'dialog', /^Execução de/],
    ['/integracoes/acessorias?tenant=aurora&aba=configuracao', 'switch', 'Integração ativa'],
    ['/nada?tenant=aurora', 'heading', 'Página não encontrada'],
  ])('%s is Portuguese throughout', async (path, role, name) => {
    const fake = createWorld();
    fake.tables.integration_jobs?.push(runningRow(), failedRow({ id: '0badc0de', provider_slug: 'acessorias' }));
    fake.tables.integration_logs?.push(logRow({ job_id: '0badc0de' }));
    await renderApp(fake, path);
    await screen.findByRole(role, { name });
    await screen.findByTitle(/^Conectado como/);
    // The technical details hold the code of the failure on purpose, inside <pre>.
    for (const pre of document.querySelectorAll('pre')) pre.remove();
    expect(words().filter((text) => ENGLISH.test(text))).toEqual([]);
  });
});
