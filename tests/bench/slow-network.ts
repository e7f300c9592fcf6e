import type { Browser } from '@playwright/test';
import type { TestStackAddress } from '../support/stack/stack.ts';

/** 400 kbit/s both ways, 400 ms to the first byte of every answer: "slow 3G" as WebPageTest has it. */
const SLOW_3G = { offline: false, downloadThroughput: 50_000, uploadThroughput: 50_000, latency: 400 };

/**
 * Milliseconds from the click on a bookmark to the first card of the list, on slow 3G and with nothing in the browser's cache, as somebody
 * who is signed in; and how many bytes came until then.
 */
export async function firstCardOnSlow3G(
  browser: Browser,
  address: TestStackAddress,
  email: string,
): Promise<{ ms: number; bytes: number }> {
  const signedIn = await browser.newContext({ locale: 'pt-BR' });
  const entry = await signedIn.newPage();
  await entry.goto(`${address.appUrl}/integracoes`);
  await entry.getByLabel('E-mail').fill(email);
  await entry.getByLabel('Senha', { exact: true }).fill('integracoes');
  await entry.getByRole('button', { name: 'Entrar' }).click();
  await entry.getByRole('article', { name: 'Acessórias' }).waitFor();
  const storageState = await signedIn.storageState();
  await signedIn.close();

  const context = await browser.newContext({ locale: 'pt-BR', storageState });
  try {
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    await devtools.send('Network.enable');
    await devtools.send('Network.emulateNetworkConditions', SLOW_3G);
    let bytes = 0;
    devtools.on('Network.loadingFinished', ({ encodedDataLength }) => {
      bytes += encodedDataLength;
    });
    const startedAt = performance.now();
    await page.goto(`${address.appUrl}/integracoes`, { waitUntil: 'commit' });
    await page.getByRole('article', { name: 'Acessórias' }).waitFor();
    return { ms: performance.now() - startedAt, bytes };
  } finally {
    await context.close();
  }
}
