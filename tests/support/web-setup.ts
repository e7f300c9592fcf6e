import { cleanup, configure } from '@testing-library/react';
import { afterEach, beforeEach, expect, type MockInstance, vi } from 'vitest';
import { FakeSocket } from '../web/support/fake-realtime.ts';

// What jsdom lacks and the app or Radix asks for.
class NoResizeObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}
vi.stubGlobal('ResizeObserver', NoResizeObserver);
vi.stubGlobal('matchMedia', (query: string) => ({
  matches: false,
  media: query,
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
}));
// Tests of pure logic ask for the node environment, which has no page and starts a second faster.
const hasPage = typeof document !== 'undefined';
if (hasPage) {
  Element.prototype.scrollIntoView = () => undefined;
  Element.prototype.hasPointerCapture = () => false;
}

// Set before the client is made: it remembers the class. fetch is replaced by each test, for its own fake.
vi.stubGlobal('WebSocket', FakeSocket);

// A busy machine is slow, not wrong; only a failing test waits so long.
configure({ asyncUtilTimeout: 15_000 });
vi.setConfig({ testTimeout: 20_000 });

let errors: MockInstance<typeof console.error>;

beforeEach(() => {
  // React and Radix report their misuse here; the app itself logs what it survives as warnings.
  errors = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
});

afterEach(() => {
  if (hasPage) {
    cleanup();
    localStorage.clear();
  }
  const reported = errors.mock.calls.map((call) => call.map(String).join(' '));
  vi.restoreAllMocks();
  expect(reported, 'console.error was called').toEqual([]);
});
