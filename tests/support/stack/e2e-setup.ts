import { ensureChromium } from '../gate/chromium.ts';
import { startTestStack } from './stack.ts';

/** Starts a stack for the journeys unless the caller (npm test) has one already. Returns how to end it. */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  process.env.CHROMIUM_PATH ??= await ensureChromium();
  if (process.env.INTEGRACOES_TEST_STACK) return undefined;
  const stack = await startTestStack();
  process.env.INTEGRACOES_TEST_STACK = JSON.stringify(stack.address);
  return () => stack.close();
}
