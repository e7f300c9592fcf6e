import type { Page } from '@playwright/test';
import { PASSWORD } from '../support/stack/people.ts';
import { detailPath, listPath } from './support/browse.ts';
import { createGroup, createVisitor } from './support/groups.ts';
import { expect, test } from './support/journey.ts';

/** The app under the headers of public/_headers, in a browser that enforces them. */

/** Collects what the browser refuses because of the policy: as the page is told, and as it says in its console. */
async function watchViolations(page: Page): Promise<string[]> {
  const violations: string[] = [];
  await page.exposeFunction('noteViolation', (text: string) => violations.push(text));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) => {
      const { noteViolation } = window as unknown as { noteViolation(text: string): void };
      noteViolation(`${violatedDirective} ${blockedURI} ${sample}`);
    });
  });
  page.on('console', (message) => {
    if (/content security policy|permissions policy|cross-origin/i.test(message.text()))
      violations.push(message.text());
  });
  return violations;
}

test('sign-in, list, live run, detail and dialog work without a violation of the policy', async ({ world, open }) => {
  const group = await createGroup(world, { sandbox: { latencyMs: 300, companies: 200 } });
  const { email } = await createVisitor(world, 'admin', group);
  let violations: string[] = [];
  const page = await open(null, listPath(group.slug), {
    prepare: async (opened) => {
      violations = await watchViolations(opened);
    },
  });
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Senha', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Entrar' }).click();
  const card = page.getByRole('article', { name: 'Acessórias' });
  // REST, Auth, functions and the socket of Realtime: all four are other origins to the page.
  await expect(page.getByText('Ao vivo')).toBeVisible();
  await card.getByRole('button', { name: 'Executar' }).click();
  await expect(card.getByText('Processando...')).toBeVisible();
  await card.getByRole('button', { name: /Cancelar/ }).click();
  await expect(page.getByRole('alertdialog').or(page.getByRole('dialog'))).toBeVisible();
  await page.keyboard.press('Escape');
  await card.getByRole('link', { name: 'Acessórias' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Acessórias' })).toBeVisible();
  for (const name of ['Execuções', 'Configuração', 'Visão Geral']) {
    await page.getByRole('tab', { name }).click();
    await expect(page.getByRole('tabpanel', { name })).toBeVisible();
  }
  expect(violations).toEqual([]);
});

test('what the policy forbids is refused, and noticed', async ({ open }) => {
  let violations: string[] = [];
  const page = await open(null, '/', {
    prepare: async (opened) => {
      violations = await watchViolations(opened);
    },
  });
  await expect(page.getByRole('heading', { level: 1, name: 'Entrar' })).toBeVisible();
  const wasStopped = await page.evaluate(async () => {
    const script = document.createElement('script');
    script.textContent = 'window.inlineScriptRan = true';
    document.head.append(script);
    const image = new Image();
    image.src = 'data:image/gif;base64,R0lGODlhAQABAAAAACw=';
    document.body.append(image);
    const fetched = await fetch('https://elsewhere.invalid/').then(
      () => true,
      () => false,
    );
    return { inlineScriptRan: 'inlineScriptRan' in window, fetched };
  });
  expect(wasStopped).toEqual({ inlineScriptRan: false, fetched: false });
  for (const directive of ['script-src-elem inline', 'connect-src https://elsewhere.invalid', 'img-src data']) {
    await expect.poll(() => violations.join('\n')).toContain(directive);
  }
});

test('every page and file comes with the headers, and no other site can frame the app', async ({
  world,
  request,
  browser,
}) => {
  const { origin: api } = new URL(world.apiUrl);
  for (const path of ['/', listPath('x'), detailPath('x'), '/theme.js', '/icon.svg', '/assets/none.js']) {
    const headers = (await request.get(world.appUrl + path)).headers();
    expect(headers['content-security-policy']).toContain(`connect-src 'self' ${api} ${api.replace('http', 'ws')};`);
    expect(headers['content-security-policy']).not.toMatch(/script-src[^;]*unsafe|%/);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
    });
    expect(headers['permissions-policy']).toContain('camera=()');
  }
  const other = await browser.newPage();
  await other.route('http://other.test/', (route) =>
    route.fulfill({ contentType: 'text/html', body: `<iframe src="${world.appUrl}/" name="app"></iframe>` }),
  );
  await other.goto('http://other.test/');
  await expect.poll(() => other.frame({ name: 'app' })?.url()).toMatch(/^chrome-error:/);
  await other.close();
});
