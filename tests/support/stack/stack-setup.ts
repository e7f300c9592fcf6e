import type { TestProject } from 'vitest/node';
import { startTestStack, type TestStackAddress } from './stack.ts';

/** One whole stack for all tests of the functions; a stack that the caller has started already (npm test) is used instead. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.INTEGRACOES_TEST_STACK;
  if (given) {
    project.provide('stack', JSON.parse(given) as TestStackAddress);
    return async () => {};
  }
  const stack = await startTestStack();
  project.provide('stack', stack.address);
  return () => stack.close();
}

declare module 'vitest' {
  interface ProvidedContext {
    stack: TestStackAddress;
  }
}
