import { defineConfig } from 'vitest/config';

/**
 * Five groups, by what they need: `web` (jsdom only), `local` (parts by themselves: the local stack's, the functions' pure ones),
 * `database` (an embedded Postgres with the platform's bootstrap and our migrations, nothing else), `functions` (the whole
 * stack) and `chaos` (whole stacks that are shot at, alone on the machine).
 */
export default defineConfig({
  test: {
    // Vitest leaves one processor free by itself: on two that would be one test file at a time.
    maxWorkers: 2,
    projects: [
      {
        extends: './vite.config.ts',
        test: {
          name: 'web',
          include: ['tests/web/**/*.test.{ts,tsx}'],
          environment: 'jsdom',
          setupFiles: ['tests/support/web-setup.ts'],
        },
      },
      {
        test: {
          name: 'local',
          include: ['tests/{local,deploy-check}/**/*.test.ts', 'tests/functions/unit/**/*.test.ts'],
          environment: 'node',
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'database',
          // Each file has a database of its own; a process of its own as well would take longer than most files.
          isolate: false,
          include: ['tests/database/**/*.test.ts'],
          environment: 'node',
          globalSetup: ['tests/support/database/database-setup.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'functions',
          include: ['tests/functions/**/*.test.ts'],
          exclude: ['tests/functions/unit/**'],
          environment: 'node',
          globalSetup: ['tests/support/stack/stack-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'chaos',
          include: ['tests/chaos/**/*.test.ts'],
          environment: 'node',
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
